package io.kodiak.format.parquet;

/** Pages as they are. */
record NoCodec() implements Codec {
  static final int NUMBER = 0;

  @Override
  public String words() {
    return "none";
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public Compressor compressor() {
    throw new IllegalStateException("pages without compression have no compressor");
  }

  @Override
  public Decompressor decompressor() {
    throw new MalformedException("a page is compressed in a file without compression");
  }
}
