package io.kodiak.columnar;

import org.jspecify.annotations.Nullable;

/**
 * A column of a file at its top level.
 *
 * @param name its name
 * @param type its type, as the format writes it
 * @param nullable whether rows may have no value
 * @param bytes what it takes in the file; negative when that is not known
 * @param nulls how many rows have no value; negative when that is not known
 * @param min a lower bound of its values, as {@link RowCursor#value} returns them; absent when
 *     there is none in the file
 * @param max an upper bound, likewise
 */
public record ColumnDescription(
    String name,
    String type,
    boolean nullable,
    long bytes,
    long nulls,
    @Nullable Object min,
    @Nullable Object max) {}
