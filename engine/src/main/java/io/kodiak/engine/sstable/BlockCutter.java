package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

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

  /** Blocks of more bytes are not kept to use their arrays again. */
  private static final int LARGEST_KEPT = 1 << 20;

  /** Takes the blocks as they are cut. */
  @FunctionalInterface
  public interface Output {
    /** Takes the next block, which stays as it is until this returns from the call after it. */
    void accept(Block block) throws IOException;
  }

  private final int targetBytes;
  private final Output output;
  private final BlockBuilder builder = new BlockBuilder();
  private @Nullable Block last;
  private @Nullable Block beforeLast;

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

  /**
   * Whether a block that is already cut may stay as it is: about as large as others are, so that
   * blocks get neither smaller from merge to merge nor much too large.
   *
   * @param contentBytes about the bytes of its keys and values
   */
  boolean isWellCut(long contentBytes, int rows) {
    long size = contentBytes + (long) ROW_BYTES * rows;
    return size >= targetBytes / 2 && (rows == 1 || size <= targetBytes + targetBytes / 2);
  }

  /** Whether a block is under way that would be smaller than blocks ought to be. */
  boolean isShort() {
    return !builder.isEmpty() && pending() < targetBytes / 2;
  }

  /**
   * Adds all of a block that is {@link #isWellCut well cut}, and closes the block under way with
   * it: in two halves when one would be too large. So what comes next begins a block, and neither
   * is short.
   *
   * @return whether that was done; not when the halves would have too many rows, or the one row of
   *     the block does not fit beside what is under way
   */
  boolean complete(Block block) throws IOException {
    int count = block.count();
    long all = pending() + bytes(block, 0, count);
    if (builder.count() + count > Limits.MAX_BLOCK_ENTRIES || (count == 1 && all > targetBytes)) {
      return false;
    }
    int half = count;
    if (all > targetBytes) {
      half = 0;
      while (pending() + bytes(block, 0, half) < all / 2) {
        half++;
      }
    }
    if (half > 0) {
      builder.append(block, 0, half);
    }
    flush();
    if (half < count) {
      builder.append(block, half, count);
      flush();
    }
    return true;
  }

  /** Closes the block under way, if there is one. To be called behind the last entry. */
  public void flush() throws IOException {
    if (builder.isEmpty()) {
      return;
    }
    // The one before the last: of that one the output may still make use.
    Block spent = beforeLast;
    Block block = spent == null ? builder.build() : builder.build(spent);
    beforeLast = null;
    output.accept(block);
    beforeLast = last;
    last = block.contentBytes() <= LARGEST_KEPT ? block : null;
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
