package io.kodiak.engine.flush;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.PluginException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a memtable, ascending, each of them examined: the order is strict, keys, values
 * and sequences are within bounds, and there are as many as were put in.
 *
 * <p>Whatever is wrong is reported as a fault of the memtable. For one thread.
 */
final class MemtableEntries implements Closeable {
  private final FlushInput input;
  private @Nullable Cursor cursor;
  private EntryView view = new EntryView();
  private byte[] key = new byte[64];
  private int keyLength;
  private long sequence;
  private boolean newKey;
  private long count;

  MemtableEntries(FlushInput input) {
    this.input = input;
  }

  /**
   * Moves to the next entry.
   *
   * @return whether there is one
   */
  boolean next() throws IOException {
    if (!move()) {
      if (count != input.entries()) {
        throw fault("gave back " + count + " entries instead of " + input.entries());
      }
      return false;
    }
    if (count == input.entries()) {
      throw fault("gave back more than the " + count + " entries that were put in");
    }
    count++;
    checkBounds();
    checkOrder();
    return true;
  }

  /** Moves the cursor, which is the only time that the memtable's code runs. */
  private boolean move() throws IOException {
    try {
      Cursor current = cursor;
      if (current == null) {
        long claimed = input.memtable().entryCount();
        if (claimed != input.entries()) {
          throw fault("counts " + claimed + " entries instead of " + input.entries());
        }
        current = input.memtable().ascending();
        cursor = current;
        return current.first() && show(current);
      }
      return current.next() && show(current);
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      throw PluginException.during(
          plugin(), "failed behind entry " + count + " of table \"" + input.table() + "\"", fault);
    }
  }

  private boolean show(Cursor current) {
    view = current.entry();
    Objects.requireNonNull(view.kind(), "kind");
    // The ranges are examined here, where an exception counts as the memtable's.
    Objects.checkFromIndexSize(view.keyOffset(), view.keyLength(), view.keyArray().length);
    Objects.checkFromIndexSize(view.valueOffset(), view.valueLength(), view.valueArray().length);
    return true;
  }

  private void checkBounds() throws PluginException {
    int length = view.keyLength();
    if (length < Limits.MIN_KEY_BYTES || length > Limits.MAX_KEY_BYTES) {
      throw fault("gave back a key of " + length + " bytes");
    }
    if (view.valueLength() > Limits.MAX_VALUE_BYTES) {
      throw fault("gave back a value of " + view.valueLength() + " bytes for " + view.keySlice());
    }
    if (view.kind() == EntryKind.DELETE && view.valueLength() != 0) {
      throw fault("gave back a tombstone with a value for " + view.keySlice());
    }
    if (view.sequence() < input.firstSequence() || view.sequence() > input.lastSequence()) {
      throw fault(
          "gave back sequence "
              + view.sequence()
              + " for "
              + view.keySlice()
              + ", which is not between "
              + input.firstSequence()
              + " and "
              + input.lastSequence());
    }
  }

  /** Compares with a copy of the entry before, as the memtable may use its arrays again. */
  private void checkOrder() throws PluginException {
    int order = count == 1 ? 1 : view.compareKey(key, 0, keyLength);
    if (order < 0 || (order == 0 && view.sequence() >= sequence)) {
      throw fault(
          "gave back "
              + view.keySlice()
              + " with sequence "
              + view.sequence()
              + " behind "
              + Slice.of(key, 0, keyLength)
              + " with sequence "
              + sequence);
    }
    newKey = order > 0;
    sequence = view.sequence();
    if (newKey) {
      keyLength = view.keyLength();
      if (keyLength > key.length) {
        key = Arrays.copyOf(key, Math.max(keyLength, 2 * key.length));
      }
      System.arraycopy(view.keyArray(), view.keyOffset(), key, 0, keyLength);
    }
  }

  /** The current entry. */
  EntryView entry() {
    return view;
  }

  /** Whether the key of the current entry differs from that of the one before. */
  boolean isNewKey() {
    return newKey;
  }

  /** The number of entries so far. */
  long count() {
    return count;
  }

  private PluginException fault(String problem) {
    return new PluginException(
        plugin(),
        problem + " (flush of table \"" + input.table() + "\"); its entries stay in the log");
  }

  private String plugin() {
    return "memtable \"" + input.plugin() + "\"";
  }

  @Override
  public void close() throws IOException {
    Cursor current = cursor;
    if (current != null) {
      cursor = null;
      try {
        current.close();
      } catch (RuntimeException | LinkageError | StackOverflowError fault) {
        throw PluginException.during(plugin(), "cannot close its cursor", fault);
      }
    }
  }
}
