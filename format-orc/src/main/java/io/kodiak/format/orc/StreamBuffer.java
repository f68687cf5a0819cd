package io.kodiak.format.orc;

import io.kodiak.api.FileSink;
import io.kodiak.api.SlabBuffer;
import java.io.IOException;
import java.util.Arrays;

/**
 * One stream of the stripe at hand: the parts of all blocks, each in chunks of its own, and where
 * row groups begin in it. For one thread.
 */
final class StreamBuffer {
  private final ChunkEncoder encoder;
  private final boolean compressing;
  private final SlabBuffer bytes = new SlabBuffer();

  /** For each row group the begin of its chunk in the stream, and the offset within the chunk. */
  private long[] positions = new long[16];

  /** How many numbers of {@link #positions} are used. */
  private int used;

  /** Where row groups begin in the part that comes next: rising offsets. */
  private int[] marks = new int[8];

  private int markCount;

  /**
   * Makes an empty stream.
   *
   * @param compressing whether it is worth to compress it
   */
  StreamBuffer(ChunkEncoder encoder, boolean compressing) {
    this.encoder = encoder;
    this.compressing = compressing;
  }

  /** The bytes held. */
  long size() {
    return bytes.size();
  }

  /** Says that a row group begins at an offset within the part that is appended next. */
  void mark(int offset) {
    if (markCount == marks.length) {
      marks = Arrays.copyOf(marks, 2 * markCount);
    }
    marks[markCount++] = offset;
  }

  /** Appends a part, in chunks of its own, and returns how many bytes it takes. */
  int append(byte[] source, int offset, int length) {
    long begin = bytes.size();
    int mark = 0;
    if (encoder.isChunked()) {
      for (int at = 0; at < length; at += Layout.CHUNK_BYTES) {
        int end = Math.min(length, at + Layout.CHUNK_BYTES);
        while (mark < markCount && marks[mark] < end) {
          position(bytes.size(), marks[mark++] - at);
        }
        encoder.add(source, offset + at, end - at, compressing, bytes);
      }
    } else {
      while (mark < markCount && marks[mark] < length) {
        position(begin + marks[mark++], 0);
      }
      bytes.append(source, offset, length);
    }
    // What begins at the end of this part begins with the next one, or never.
    while (mark < markCount) {
      position(bytes.size(), 0);
      mark++;
    }
    markCount = 0;
    return Math.toIntExact(bytes.size() - begin);
  }

  private void position(long begin, int offset) {
    if (used == positions.length) {
      positions = Arrays.copyOf(positions, 2 * used);
    }
    positions[used++] = begin;
    positions[used++] = offset;
  }

  /** Writes where a row group begins, as an entry of the row index has it. */
  void writePosition(ProtoOutput out, int group) {
    out.varint(positions[2 * group]);
    if (encoder.isChunked()) {
      out.varint(positions[2 * group + 1]);
    }
  }

  /** Writes everything to {@code sink} and becomes empty; returns how many bytes that were. */
  long drain(FileSink sink) throws IOException {
    long size = bytes.size();
    bytes.drain(sink);
    used = 0;
    return size;
  }

  /** Lets go of everything. */
  void close() {
    bytes.clear();
  }
}
