package io.kodiak.engine.manifest;

/**
 * How the blocks of an SSTable were made, so that it is known whether a file is already what the
 * settings ask for.
 *
 * @param encoding what the format said of how it encodes; empty when it is not known
 * @param blockBytes about how many bytes of keys and values each block was to hold; 0 when it is
 *     not known
 */
public record BlockLayout(String encoding, int blockBytes) {
  /** That of a file whose maker did not note it. */
  public static final BlockLayout UNKNOWN = new BlockLayout("", 0);

  /** Checks the size. */
  public BlockLayout {
    if (blockBytes < 0) {
      throw new IllegalArgumentException("blocks of " + blockBytes + " bytes: out of range");
    }
  }
}
