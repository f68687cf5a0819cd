/**
 * SSTables as Arrow IPC files, which are known as Feather version 2 and which any reader of Arrow
 * can open, also in place.
 *
 * <p>The columns are {@code key}, {@code seq}, {@code op} (0 put, 1 delete) and {@code value},
 * which is null for a tombstone. A block is one record batch, so it is read by its position and
 * lengths alone: a {@link io.kodiak.format.feather.BlockDirectory} holds them.
 *
 * <p>Writing goes block → {@link io.kodiak.format.feather.BatchEncoder buffers} → file, and at the
 * end the footer. Reading goes {@link io.kodiak.format.feather.BlockDirectory directory} → {@link
 * io.kodiak.format.feather.BatchDecoder buffers → block}; the footer is read only to {@link
 * io.kodiak.format.feather.FooterReader rebuild} a directory that was lost.
 *
 * <p>Metadata is made and read with Arrow's own generated classes ({@code arrow-format}), the
 * buffers by the code here: through Arrow's vectors every byte would go through memory outside of
 * the heap, and a lookup took five to fifty times as long. Arrow's library is what the tests
 * compare with.
 *
 * @see <a href="https://arrow.apache.org/docs/format/Columnar.html">Arrow Columnar Format</a>
 */
@NullMarked
package io.kodiak.format.feather;

import org.jspecify.annotations.NullMarked;
