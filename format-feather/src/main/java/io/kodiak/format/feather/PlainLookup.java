package io.kodiak.format.feather;

import static io.kodiak.format.feather.MalformedException.require;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.FileSource;
import io.kodiak.api.Limits;
import io.kodiak.api.PointReader;
import java.io.IOException;
import java.util.Arrays;

/**
 * Finds an entry in a record batch that is not compressed: a binary search in the bytes as they are
 * in the file, and of all values only the one that is wanted is read.
 *
 * <p>The metadata is not read: what the directory says and the buffers themselves tell where
 * everything is. What is looked at is checked, and nothing else. For one thread.
 */
final class PlainLookup {
  private byte[] raw = new byte[0];
  private int rows;

  /** Where the key bytes begin, and how many they are; the offsets of the keys are at 0. */
  private int keysAt;

  private int keyBytes;
  private int sequencesAt;
  private int kindsAt;
  private int valueOffsetsAt;

  /** {@link PointReader#find} in a block. */
  PointReader.Outcome find(
      FileSource source,
      BlockDirectory directory,
      int index,
      byte[] key,
      int offset,
      int length,
      long snapshot,
      EntryView result)
      throws IOException {
    long position = directory.position(index);
    try {
      load(source, directory, index);
      int row = firstAtLeast(key, offset, length);
      while (row < rows && isKey(row, key, offset, length)) {
        long sequence = (long) Layout.LONG.get(raw, sequencesAt + row * Long.BYTES);
        require(sequence >= 1 && sequence <= Limits.MAX_SEQUENCE, "a sequence is out of range");
        if (sequence <= snapshot) {
          long values = position + directory.headBytes(index);
          read(source, values, directory.tailBytes(index), row, result);
          result.version(sequence, EntryKind.ofCode((byte) kind(row)));
          return PointReader.Outcome.FOUND;
        }
        row++;
        if (row == rows) {
          return PointReader.Outcome.CONTINUES;
        }
      }
      return PointReader.Outcome.ABSENT;
    } catch (RuntimeException e) {
      throw BatchDecoder.damaged(source.name(), position, index, e);
    } finally {
      raw = raw.length > BatchColumns.MAX_KEPT_BYTES ? new byte[0] : raw;
    }
  }

  /** Reads all buffers but the last, and finds where each begins. */
  private void load(FileSource source, BlockDirectory directory, int index) throws IOException {
    directory.check(index);
    int metadata = directory.metadataBytes(index);
    int bytes = directory.headBytes(index) - metadata;
    if (raw.length < bytes) {
      raw = new byte[bytes + (bytes >> 3)];
    }
    source.read(directory.position(index) + metadata, raw, 0, bytes);
    rows = directory.rows(index);
    int offsetBytes = Layout.padded((rows + 1) * Integer.BYTES);
    require(bytes >= 2 * offsetBytes, "it is too short for its rows");
    keysAt = offsetBytes;
    keyBytes = (int) Layout.INT.get(raw, rows * Integer.BYTES);
    require(keyBytes >= 0 && keyBytes <= bytes - keysAt, "its keys are too long");
    sequencesAt = keysAt + Layout.padded(keyBytes);
    kindsAt = sequencesAt + Layout.padded(rows * Long.BYTES);
    int validityAt = kindsAt + Layout.padded(rows * Integer.BYTES);
    valueOffsetsAt = bytes - offsetBytes;
    // Which values are null is written only where some are; the kinds say the same.
    int validity = valueOffsetsAt - validityAt;
    require(
        validity == 0 || validity == Layout.padded((rows + 7) / Byte.SIZE),
        "its buffers are not as long as all of it");
  }

  private int firstAtLeast(byte[] key, int offset, int length) {
    int low = 0;
    int high = rows;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int start = keyStart(middle);
      int end = keyEnd(middle, start);
      if (Arrays.compareUnsigned(raw, start, end, key, offset, offset + length) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isKey(int row, byte[] key, int offset, int length) {
    int start = keyStart(row);
    return Arrays.equals(raw, start, keyEnd(row, start), key, offset, offset + length);
  }

  private int keyStart(int row) {
    int start = (int) Layout.INT.get(raw, row * Integer.BYTES);
    require(start >= 0 && start <= keyBytes, "a key begins behind the others");
    return keysAt + start;
  }

  private int keyEnd(int row, int start) {
    int end = (int) Layout.INT.get(raw, (row + 1) * Integer.BYTES);
    require(end >= start - keysAt && end <= keyBytes, "a key ends before it begins");
    return keysAt + end;
  }

  private int kind(int row) {
    int kind = (int) Layout.INT.get(raw, kindsAt + row * Integer.BYTES);
    require((kind & ~1) == 0, "a kind is unknown");
    return kind;
  }

  /** Puts key and value into an array of their own. */
  private void read(FileSource source, long valuesAt, int valueBytes, int row, EntryView result)
      throws IOException {
    int start = keyStart(row);
    int key = keyEnd(row, start) - start;
    int from = (int) Layout.INT.get(raw, valueOffsetsAt + row * Integer.BYTES);
    int to = (int) Layout.INT.get(raw, valueOffsetsAt + (row + 1) * Integer.BYTES);
    require(from >= 0 && from <= to && to <= valueBytes, "a value lies behind the others");
    int value = to - from;
    require(value <= Limits.MAX_VALUE_BYTES, "a value is too long");
    require(kind(row) == 0 || value == 0, "a tombstone has a value");
    byte[] copy = new byte[key + value];
    System.arraycopy(raw, start, copy, 0, key);
    source.read(valuesAt + from, copy, key, value);
    result.key(copy, 0, key);
    result.value(copy, key, value);
  }
}
