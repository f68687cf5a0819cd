package io.kodiak.format.feather;

/** Buffers as they are. Nobody asks it to compress or to decompress. */
record NoCodec() implements Codec {
  static final byte NUMBER = -1;

  @Override
  public String words() {
    return "none";
  }

  @Override
  public byte number() {
    return NUMBER;
  }

  @Override
  public Compressor compressor() {
    throw new IllegalStateException("nothing to compress");
  }

  @Override
  public Decompressor decompressor() {
    throw new IllegalStateException("nothing to decompress");
  }
}
