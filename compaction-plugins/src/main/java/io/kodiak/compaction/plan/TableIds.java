package io.kodiak.compaction.plan;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A set of ids of tables that only grows. Asked by a policy for every table of a tree, it is found
 * out without an object for each id. In no order; for one thread.
 */
public final class TableIds extends AbstractSet<Long> {
  private static final int LEAST_SLOTS = 16;

  /** Spreads ids that follow each other: 2^64 divided by the golden ratio. */
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  /** Each id, its bits turned round so that 0 stands for a free slot; at least half are free. */
  private long[] slots;

  private int size;

  /** A set of no ids. */
  public TableIds() {
    slots = new long[LEAST_SLOTS];
  }

  /** A set of these ids. */
  public TableIds(Collection<Long> ids) {
    slots = new long[Math.max(LEAST_SLOTS, 4 * Integer.highestOneBit(Math.max(1, ids.size())))];
    addAll(ids);
  }

  /** Whether an id is in the set. */
  public boolean contains(long id) {
    return size > 0 && slots[slot(slots, id)] != 0;
  }

  @Override
  public boolean contains(@Nullable Object id) {
    return id instanceof Long number && contains(number.longValue());
  }

  /**
   * Adds an id.
   *
   * @return whether it is new
   */
  public boolean add(long id) {
    int slot = slot(slots, id);
    if (slots[slot] != 0) {
      return false;
    }
    slots[slot] = ~id;
    size++;
    if (2 * size > slots.length) {
      grow();
    }
    return true;
  }

  @Override
  public boolean add(Long id) {
    return add(id.longValue());
  }

  private void grow() {
    long[] more = new long[2 * slots.length];
    for (long each : slots) {
      if (each != 0) {
        more[slot(more, ~each)] = each;
      }
    }
    slots = more;
  }

  /** Where an id is, or where it would be. */
  private static int slot(long[] slots, long id) {
    int mask = slots.length - 1;
    int slot = (int) ((id * SPREAD) >>> 32) & mask;
    while (slots[slot] != 0 && slots[slot] != ~id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Iterator<Long> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        while (next < slots.length && slots[next] == 0) {
          next++;
        }
        return next < slots.length;
      }

      @Override
      public Long next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return ~slots[next++];
      }
    };
  }
}
