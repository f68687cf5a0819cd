package io.kodiak.format.orc;

/** Streams as they are, without chunks. */
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
    throw new IllegalStateException("a file without compression has no compressor");
  }

  @Override
  public Decompressor decompressor() {
    throw new MalformedException("there is a chunk in a file without compression");
  }
}
