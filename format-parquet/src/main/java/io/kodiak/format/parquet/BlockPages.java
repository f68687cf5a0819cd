package io.kodiak.format.parquet;

import io.kodiak.api.BlockArrays;
import io.kodiak.api.FileSource;
import java.io.IOException;

/**
 * The pages of the block at hand as they are in the file: the array that each is in, and where.
 *
 * <p>The buffer is kept from block to block. For one thread.
 */
final class BlockPages {
  /** A row group of one block and up to so many bytes is read at once. */
  private static final int MAX_SINGLE_READ = 1 << 20;

  /** Room behind the pages in the buffer, so that eight bytes can be read at the last number. */
  private static final int SLACK = Long.BYTES;

  private static final byte[] NOTHING = new byte[0];

  private byte[] buffer = NOTHING;
  private boolean whole;

  byte[] keyPage = NOTHING;
  int keyStart;
  byte[] seqPage = NOTHING;
  int seqStart;
  byte[] valuePage = NOTHING;
  int valueStart;

  /**
   * Makes room for the pages: in arrays that the block keeps when {@code plain}, else in the
   * buffer; reads them all when they lie together.
   */
  void open(FileSource source, BlockPlace place, BlockArrays arrays, boolean plain)
      throws IOException {
    long all = place.valuePosition + place.valueBytes - place.keyPosition;
    whole = place.alone && all <= MAX_SINGLE_READ;
    if (whole) {
      byte[] target = plain ? arrays.keyArray((int) all) : buffer((int) all);
      source.read(place.keyPosition, target, 0, (int) all);
      at(target, 0, target, (int) (place.seqPosition - place.keyPosition), target);
      valueStart = (int) (place.valuePosition - place.keyPosition);
    } else if (plain) {
      byte[] keys = arrays.keyArray(place.keyBytes);
      at(keys, 0, buffer(place.seqBytes), 0, arrays.valueArray(place.valueBytes));
      valueStart = 0;
    } else {
      byte[] target = buffer(Math.addExact(place.keyBytes + place.seqBytes, place.valueBytes));
      at(target, 0, target, place.keyBytes, target);
      valueStart = place.keyBytes + place.seqBytes;
    }
  }

  /**
   * Reads the pages, one behind the other, into an array of their own.
   *
   * @return that array, which goes on behind them
   */
  byte[] hold(FileSource source, BlockPlace place) throws IOException {
    int values = Math.addExact(place.keyBytes, place.seqBytes);
    byte[] target = new byte[Math.addExact(values, place.valueBytes + SLACK)];
    source.read(place.keyPosition, target, 0, place.keyBytes);
    source.read(place.seqPosition, target, place.keyBytes, place.seqBytes);
    source.read(place.valuePosition, target, values, place.valueBytes);
    openHeld(target, place);
    return target;
  }

  /** Goes to pages that {@link #hold} has read. */
  void openHeld(byte[] held, BlockPlace place) {
    whole = true;
    at(held, 0, held, place.keyBytes, held);
    valueStart = place.keyBytes + place.seqBytes;
  }

  private void at(byte[] keys, int keysAt, byte[] seqs, int seqsAt, byte[] values) {
    keyPage = keys;
    keyStart = keysAt;
    seqPage = seqs;
    seqStart = seqsAt;
    valuePage = values;
  }

  private byte[] buffer(int size) {
    if (buffer.length < size + SLACK) {
      int spare = size < BlockColumns.MAX_KEPT_BYTES / 2 ? size >>> 2 : 0;
      buffer = new byte[size + spare + SLACK];
    }
    return buffer;
  }

  /** Makes sure that the page of the keys is there. */
  void readKeys(FileSource source, BlockPlace place) throws IOException {
    if (!whole) {
      source.read(place.keyPosition, keyPage, keyStart, place.keyBytes);
    }
  }

  /** Makes sure that the page of the sequences is there. */
  void readSequences(FileSource source, BlockPlace place) throws IOException {
    if (!whole) {
      source.read(place.seqPosition, seqPage, seqStart, place.seqBytes);
    }
  }

  /** Makes sure that the page of the values is there. */
  void readValues(FileSource source, BlockPlace place) throws IOException {
    if (!whole) {
      source.read(place.valuePosition, valuePage, valueStart, place.valueBytes);
    }
  }

  /** Whether a page is in the buffer, which the next block overwrites. */
  boolean isBuffered(byte[] page) {
    return page == buffer;
  }

  /** Lets go of the block's arrays and of a buffer that grew large. */
  void release() {
    at(NOTHING, 0, NOTHING, 0, NOTHING);
    if (buffer.length > BlockColumns.MAX_KEPT_BYTES) {
      buffer = NOTHING;
    }
  }
}
