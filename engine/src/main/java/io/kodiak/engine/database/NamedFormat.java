package io.kodiak.engine.database;

import io.kodiak.api.SSTableFormat;

/**
 * A configured SSTable format and the name that is stored with the files it writes.
 *
 * @param name the provider's name
 * @param format the format
 */
public record NamedFormat(String name, SSTableFormat format) {}
