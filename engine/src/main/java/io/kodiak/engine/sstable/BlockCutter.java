package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import java.io.IOException;

/**
 * Cuts a sorted stream of entries into blocks of about one size.
 *
 * <p>A block is closed before the entry that would lift it above its target, so a block is larger
 * than the target only when its one entry is. A block that arrives whole and is at least half as
 * large as the target passes through without a copy.
 *
 * <p>It does not examine the order of what it is given. For one thread.
 */
public final class BlockCutter {
  /** About what a row takes in a file beside the bytes of its key and its value. */
  private static final int ROW_BYTES = 8;

  /** Takes the blocks as they are cut. */
  @FunctionalInterface
  public interface Output {
    /** Takes the next block. */
    void accept(Block block) throws IOException;
  }

  private final int targetBytes;
  private final Output output;
  private final BlockBuilder builder = new BlockBuilder();

  /**
   * Makes a cutter with nothing in it.
   *
   * @param targetBytes the size of a block in bytes of keys, values and a little for each row; 1 to
   *     {@link Limits#MAX_BLOCK_BYTES}
   */
  public BlockCutter(int targetBytes, Output output) {
    if (targetBytes < 1 || targetBytes > Limits.MAX_BLOCK_BYTES) {
      throw new IllegalArgumentException(
          "block size " + targetBytes + " is not between 1 and " + Limits.MAX_BLOCK_BYTES);
    }
    this.targetBytes = targetBytes;
    this.output = output;
  }

  /** Adds the entry that {@code view} shows. */
  public void append(EntryView view) throws IOException {
    append(
        view.keyArray(),
        view.keyOffset(),
        view.keyLength(),
        view.sequence(),
        view.kind().code(),
        view.valueArray(),
        view.valueOffset(),
        view.valueLength());
  }

  /** Adds an entry, given by ranges of bytes and the code of its kind. */
  public void append(
      byte[] keyArray,
      int keyOffset,
      int keyLength,
      long sequence,
      byte kind,
      byte[] valueArray,
      int valueOffset,
      int valueLength)
      throws IOException {
    if (!fits((long) keyLength + valueLength + ROW_BYTES)) {
      flush();
    }
    builder.append(
        keyArray, keyOffset, keyLength, sequence, kind, valueArray, valueOffset, valueLength);
  }

  /** Adds the rows of {@code block} from {@code from}, inclusive, to {@code to}, exclusive. */
  public void append(Block block, int from, int to) throws IOException {
    int row = from;
    while (row < to) {
      if (row == 0 && to == block.count() && passes(block)) {
        flush();
        output.accept(block);
        return;
      }
      int end = firstUnfit(block, row, to);
      if (end == row) {
        flush();
        end = Math.max(row + 1, firstUnfit(block, row, to));
      }
      builder.append(block, row, end);
      row = end;
    }
  }

  /** Closes the block under way, if there is one. To be called behind the last entry. */
  public void flush() throws IOException {
    if (!builder.isEmpty()) {
      output.accept(builder.build());
    }
  }

  /** The bytes of keys and values that wait for their block to be closed. */
  public long pendingBytes() {
    return builder.contentBytes();
  }

  private boolean passes(Block block) {
    long size = bytes(block, 0, block.count());
    return size <= targetBytes
        && size >= targetBytes / 2
        && (builder.isEmpty() || pending() >= targetBytes / 2);
  }

  private boolean fits(long bytes) {
    return builder.isEmpty()
        || (pending() + bytes <= targetBytes && builder.count() < Limits.MAX_BLOCK_ENTRIES);
  }

  private long pending() {
    return builder.contentBytes() + (long) ROW_BYTES * builder.count();
  }

  /** The first row from {@code from} on that does not fit any more beside what is pending. */
  private int firstUnfit(Block block, int from, int to) {
    long room = targetBytes - pending();
    int low = from;
    int high = Math.min(to, from + Limits.MAX_BLOCK_ENTRIES - builder.count());
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bytes(block, from, middle + 1) <= room) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static long bytes(Block block, int from, int to) {
    int[] keys = block.keyOffsets();
    int[] values = block.values().offsets();
    return (long) (keys[to] - keys[from])
        + (values[to] - values[from])
        + (long) ROW_BYTES * (to - from);
  }
}
