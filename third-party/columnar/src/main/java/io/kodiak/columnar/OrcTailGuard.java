package io.kodiak.columnar;

import io.kodiak.api.CorruptionException;
import java.io.IOException;

/** Compares what the end of an ORC file claims with the file, before the library believes it. */
final class OrcTailGuard {
  /** A compressed chunk has a length of 23 bits. */
  private static final long LARGEST_BLOCK = 1 << 23;

  private static final int VARINT = 0;
  private static final int BYTES = 2;

  /** The fields of the postscript. */
  private static final int FOOTER_LENGTH = 1;

  private static final int BLOCK_SIZE = 3;
  private static final int METADATA_LENGTH = 5;
  private static final int STATISTICS_LENGTH = 7;

  private final FileBytes file;
  private final byte[] postscript;
  private int at;
  private long footer;
  private long metadata;
  private long statistics;

  private OrcTailGuard(FileBytes file, byte[] postscript) {
    this.file = file;
    this.postscript = postscript;
  }

  static void check(FileBytes file, Guard guard) throws IOException {
    long length = file.length();
    if (length < 4) {
      throw new CorruptionException(file.name(), length, "it is truncated: it has no footer");
    }
    int bytes = file.read(length - 1, 1)[0] & 0xff;
    file.require("a postscript", length - 1 - bytes, bytes, length - 1);
    OrcTailGuard tail = new OrcTailGuard(file, file.read(length - 1 - bytes, bytes));
    tail.parse();
    long end = length - 1 - bytes;
    tail.requireInside("a footer", tail.footer, end);
    tail.requireInside("metadata", tail.metadata, end - tail.footer);
    tail.requireInside("statistics", tail.statistics, end - tail.footer - tail.metadata);
    guard.requireMemory("the footer", 4 * (tail.footer + tail.metadata));
  }

  private void requireInside(String what, long bytes, long end) throws CorruptionException {
    file.require(what, end - Math.max(bytes, 0), bytes, end);
  }

  private void parse() throws CorruptionException {
    while (at < postscript.length) {
      long tag = varint();
      int field = (int) (tag >>> 3);
      switch ((int) (tag & 7)) {
        case VARINT -> number(field, varint());
        case BYTES -> skip(varint());
        default -> throw damaged();
      }
    }
    if (footer == 0) {
      throw damaged();
    }
  }

  private void number(int field, long value) throws CorruptionException {
    switch (field) {
      case FOOTER_LENGTH -> footer = value;
      case METADATA_LENGTH -> metadata = value;
      case STATISTICS_LENGTH -> statistics = value;
      case BLOCK_SIZE -> {
        if (value < 0 || value > LARGEST_BLOCK) {
          throw new CorruptionException(
              file.name(),
              file.length() - 1 - postscript.length,
              "it claims compression blocks of " + value + " bytes; 8 MiB is the most");
        }
      }
      default -> {}
    }
  }

  private long varint() throws CorruptionException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (at >= postscript.length) {
        throw damaged();
      }
      byte b = postscript[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw damaged();
  }

  private void skip(long count) throws CorruptionException {
    if (count < 0 || count > postscript.length - at) {
      throw damaged();
    }
    at += (int) count;
  }

  private CorruptionException damaged() {
    return new CorruptionException(
        file.name(),
        file.length() - 1 - postscript.length,
        "it is truncated or damaged: no postscript of an ORC file is at its end");
  }
}
