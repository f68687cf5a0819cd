package io.kodiak.engine.database;

import io.kodiak.api.SSTableFormat;

/**
 * A configured SSTable format and the name that is stored with the files it writes.
 *
 * @param name the provider's name
 * @param format the format
 * @param blockBytes about how many bytes of keys and values a block holds; 0: as the table says
 */
public record NamedFormat(String name, SSTableFormat format, int blockBytes) {
  /** A format whose blocks have the size that the table says. */
  public NamedFormat(String name, SSTableFormat format) {
    this(name, format, 0);
  }
}
