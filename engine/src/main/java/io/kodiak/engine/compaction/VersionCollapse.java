package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.DisorderException;
import io.kodiak.engine.sstable.StoredBlock;
import io.kodiak.engine.sstable.VersionRetention;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out, from sorted rows, the versions that no reader sees and the tombstones that hide
 * nothing.
 *
 * <p>A version goes when {@link VersionRetention} says that a newer one hides it. A tombstone goes
 * when {@link TombstoneRule} knows of no table that might still hold the key and no older version
 * of the key is kept here: then its readers find nothing either way. To know the latter, a
 * tombstone waits until the row after it.
 *
 * <p>Rows that need no thought, because their key differs from the one before and they are no
 * tombstones that might go, pass on as ranges. The order is checked where something is left out;
 * whoever takes the rest checks the rest. For one thread.
 */
final class VersionCollapse implements RowSink {
  private static final byte PUT = EntryKind.PUT.code();
  private static final VarHandle TAIL =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final String description;
  private final VersionRetention retention;
  private final TombstoneRule rule;
  private final Output output;
  private byte[] lastKeys = {};
  private int lastKeyStart;
  private int lastKeyEnd;
  private long lastSequence;
  private long keptSequence;
  private boolean keyInOutput;
  private @Nullable Block waiting;
  private int waitingRow;
  private long dropped;

  /** Takes what is left. */
  interface Output {
    /**
     * Takes rows.
     *
     * @param newKey whether the key of the first row differs from that of the row taken last
     */
    void rows(Block block, int from, int to, boolean newKey) throws IOException;

    /**
     * Is offered all rows of a block as it is stored; their keys differ from each other and from
     * that of the row taken last.
     *
     * @return whether it took them
     */
    default boolean offer(StoredBlock block) throws IOException {
      return false;
    }
  }

  /**
   * Begins with nothing seen.
   *
   * @param description what is merged, for messages
   */
  VersionCollapse(
      String description, VersionRetention retention, TombstoneRule rule, Output output) {
    this.description = description;
    this.retention = retention;
    this.rule = rule;
    this.output = output;
  }

  /** The number of rows left out so far. */
  long dropped() {
    return dropped;
  }

  @Override
  public void rows(Block block, int from, int to) throws IOException {
    int row = from;
    while (row < to) {
      int end = plainEnd(block, row, to);
      if (end > row) {
        dropWaiting();
        output.rows(block, row, end, true);
        passed(block, end - 1);
        row = end;
      } else {
        decide(block, row);
        row++;
      }
    }
  }

  /** Passes a block on as it is when all its rows are kept, whatever follows. */
  @Override
  public boolean offer(StoredBlock stored) throws IOException {
    Block block = stored.rows();
    if (!isKept(block)) {
      return false;
    }
    // The first row has another key than the tombstone, if one waits.
    dropWaiting();
    if (!output.offer(stored)) {
      return false;
    }
    passed(block, block.count() - 1);
    return true;
  }

  /** A tombstone may wait in it, or the last key be one of its. */
  @Override
  public boolean keeps(Block block) {
    byte[] keys = block.keyArray();
    return lastKeys == keys || (waiting != null && waiting.keyArray() == keys);
  }

  private boolean isKept(Block block) {
    int last = block.count() - 1;
    if (isLastKey(block, 0)) {
      return false;
    }
    byte[] keys = block.keyArray();
    int[] offsets = block.keyOffsets();
    int tombstones = block.kinds()[last];
    for (int row = 0; row < last; row++) {
      tombstones |= block.kinds()[row];
      int end = offsets[row + 1];
      if (equal(keys, offsets[row], end, keys, end, offsets[row + 2])) {
        return false;
      }
    }
    return tombstones == PUT || rule.keepsAll(block.key(0), block.key(last));
  }

  /** Ends the input: a tombstone that still waits hides nothing. */
  void finish() {
    dropWaiting();
  }

  /** The end of the rows from {@code row} on that are PUTs of keys other than the one before. */
  private int plainEnd(Block block, int row, int to) {
    byte[] kinds = block.kinds();
    if (kinds[row] != PUT || isLastKey(block, row)) {
      return row;
    }
    byte[] keys = block.keyArray();
    int[] offsets = block.keyOffsets();
    int start = offsets[row];
    int end = offsets[row + 1];
    for (int next = row + 1; next < to; next++) {
      int nextEnd = offsets[next + 1];
      if (kinds[next] != PUT || equal(keys, start, end, keys, end, nextEnd)) {
        return next;
      }
      start = end;
      end = nextEnd;
    }
    return to;
  }

  private void decide(Block block, int row) throws IOException {
    long sequence = block.sequence(row);
    int order = block.compareKey(row, lastKeys, lastKeyStart, lastKeyEnd - lastKeyStart);
    if (order < 0 || (order == 0 && sequence >= lastSequence)) {
      throw new DisorderException(
          description,
          "version " + sequence + " of the key " + block.key(row) + " comes behind " + last());
    }
    if (order == 0) {
      lastSequence = sequence;
      if (retention.hides(keptSequence, sequence)) {
        dropped++;
        return;
      }
    } else {
      dropWaiting();
      remember(block, row);
      keyInOutput = false;
    }
    keptSequence = sequence;
    keep(block, row);
  }

  private void keep(Block block, int row) throws IOException {
    if (block.kinds()[row] != PUT && mayDrop(block, row)) {
      dropWaiting();
      waiting = block;
      waitingRow = row;
      return;
    }
    Block tombstone = waiting;
    if (tombstone != null) {
      waiting = null;
      emit(tombstone, waitingRow);
    }
    emit(block, row);
  }

  private void emit(Block block, int row) throws IOException {
    output.rows(block, row, row + 1, !keyInOutput);
    keyInOutput = true;
  }

  private boolean mayDrop(Block block, int row) {
    return rule.mayDrop(block.keyArray(), block.keyOffsets()[row], block.keyLength(row));
  }

  /**
   * A waiting tombstone goes: the next row is of another key, or is an older tombstone of the same
   * key, which says the same to every reader of the newer one.
   */
  private void dropWaiting() {
    if (waiting != null) {
      waiting = null;
      dropped++;
    }
  }

  private void passed(Block block, int row) {
    remember(block, row);
    keptSequence = lastSequence;
    keyInOutput = true;
  }

  private void remember(Block block, int row) {
    lastKeys = block.keyArray();
    lastKeyStart = block.keyOffsets()[row];
    lastKeyEnd = block.keyOffsets()[row + 1];
    lastSequence = block.sequences()[row];
  }

  private String last() {
    Slice key = Slice.of(lastKeys, lastKeyStart, lastKeyEnd - lastKeyStart);
    return "version " + lastSequence + " of " + key;
  }

  private boolean isLastKey(Block block, int row) {
    int[] offsets = block.keyOffsets();
    return equal(
        lastKeys, lastKeyStart, lastKeyEnd, block.keyArray(), offsets[row], offsets[row + 1]);
  }

  /** Compares from the end, where neighbours in sorted order differ soonest. */
  private static boolean equal(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
    int length = aEnd - aStart;
    if (length != bEnd - bStart) {
      return false;
    }
    if (length >= Long.BYTES
        && (long) TAIL.get(a, aEnd - Long.BYTES) != (long) TAIL.get(b, bEnd - Long.BYTES)) {
      return false;
    }
    return Arrays.equals(a, aStart, aEnd, b, bStart, bEnd);
  }
}
