package io.kodiak.engine.read;

import io.kodiak.api.Block;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A source over a run of SSTables: a row of a block, and the blocks as they come.
 *
 * <p>Beside the moves of every source, it moves within its block up to a limit, beyond which the
 * merge has to look at other sources again. That leaves the fields of the current key behind:
 * {@link #row} alone tells where the cursor stands, until {@link #next()} or a seek.
 */
abstract sealed class RunCursor extends SourceCursor permits ForwardRunCursor, ReverseRunCursor {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final byte PUT = EntryKind.PUT.code();
  private static final int[] NO_OFFSETS = new int[1];
  private static final long[] NO_SEQUENCES = new long[0];

  final RunBlocks blocks;
  final KeyRange range;
  final long snapshot;

  /** The current row. */
  int row;

  /** The current block, and its arrays, so that loops load no field of it twice. */
  @Nullable Block block;

  byte[] keys = NO_BYTES;
  int[] offsets = NO_OFFSETS;
  long[] sequences = NO_SEQUENCES;
  private byte[] kinds = NO_BYTES;

  RunCursor(RunBlocks blocks, KeyRange range, long snapshot) {
    this.blocks = blocks;
    this.range = range;
    this.snapshot = snapshot;
  }

  /**
   * Moves to the next key within the current block, but not to the row {@code limit} or beyond.
   *
   * @return whether there was one; otherwise the cursor has not moved
   */
  abstract boolean nextWithin(int limit);

  /**
   * How far {@link #nextWithin} may go before it would reach the key of another source.
   *
   * @param rival stands on a key beyond the current one; {@code null}: there is no other source
   */
  abstract int limit(@Nullable SourceCursor rival);

  /** Makes a block the current one; the row is the caller's matter. */
  final void enter(Block next) {
    block = next;
    keys = next.keyArray();
    offsets = next.keyOffsets();
    sequences = next.sequences();
    kinds = next.kinds();
  }

  /**
   * Leaves the current block, before another is read. Should that fail, a seek must not go on from
   * this one: its blocks are elsewhere by then.
   */
  final void leaveBlock() {
    block = null;
  }

  /** Stands on a row of the current block. */
  final boolean stand(int at) {
    row = at;
    keyArray = keys;
    keyOffset = offsets[at];
    keyLength = offsets[at + 1] - offsets[at];
    sequence = sequences[at];
    return true;
  }

  /** Whether two rows of the current block have the same key. */
  final boolean sameKey(int a, int b) {
    int fromA = offsets[a];
    int fromB = offsets[b];
    int length = offsets[a + 1] - fromA;
    if (length != offsets[b + 1] - fromB) {
      return false;
    }
    // Neighbours mostly differ at their ends.
    if (length >= 8) {
      long endA = (long) LONG.get(keys, fromA + length - 8);
      long endB = (long) LONG.get(keys, fromB + length - 8);
      if (endA != endB) {
        return false;
      }
    }
    return Arrays.equals(keys, fromA, fromA + length, keys, fromB, fromB + length);
  }

  /** Whether a row of the current block has the given key. */
  final boolean hasKey(int at, byte[] key, int offset, int length) {
    return Arrays.equals(keys, offsets[at], offsets[at + 1], key, offset, offset + length);
  }

  /** Compares the key of a row of the current block with a range of bytes. */
  final int compare(int at, byte[] key, int offset, int length) {
    return Arrays.compareUnsigned(keys, offsets[at], offsets[at + 1], key, offset, offset + length);
  }

  @Override
  final boolean isPut() {
    return kinds[row] == PUT;
  }

  @Override
  final void read(EntryView view) {
    Block current = block;
    if (current != null) {
      current.read(row, view);
    }
  }

  @Override
  final void close() {
    blocks.close();
    block = null;
  }
}
