package io.kodiak.engine.read;

import io.kodiak.api.Slice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a merge that have not ended, as a binary heap: on top the one whose entry comes
 * next, and among those on the same key the one with the greatest sequence. For one thread.
 */
final class MergeHeap {
  private final SourceCursor[] heap;
  private final boolean reverse;
  private int size;

  /** Makes an empty heap with room for {@code capacity} sources. */
  MergeHeap(int capacity, boolean reverse) {
    heap = new SourceCursor[capacity];
    this.reverse = reverse;
  }

  void clear() {
    size = 0;
  }

  /** Adds a source that stands on an entry. */
  void add(SourceCursor source) {
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!precedes(source, heap[parent])) {
        break;
      }
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = source;
  }

  /** The source whose entry comes next; {@code null} when all have ended. */
  @Nullable SourceCursor top() {
    return size == 0 ? null : heap[0];
  }

  /** The source that would be on top if the top were not there; {@code null} when there is none. */
  @Nullable SourceCursor second() {
    return size < 2 ? null : heap[secondIndex()];
  }

  /** Moves the top on to its next key. */
  void advanceTop() throws IOException {
    advance(0);
  }

  /** Moves {@link #second} on to its next key. */
  void advanceSecond() throws IOException {
    advance(secondIndex());
  }

  /** Moves the top on to its next key that does not begin with the first bytes of its own. */
  void skipTop(int length, @Nullable Slice above) throws IOException {
    settle(0, heap[0].skipPrefix(length, above));
  }

  private int secondIndex() {
    return size > 2 && precedes(heap[2], heap[1]) ? 2 : 1;
  }

  private void advance(int index) throws IOException {
    settle(index, heap[index].next());
  }

  /** Puts a source that was moved where it belongs now, or takes it out when it has ended. */
  private void settle(int index, boolean there) {
    SourceCursor source = heap[index];
    if (!there) {
      source = heap[--size];
      if (index == size) {
        return;
      }
    }
    sink(index, source);
  }

  /**
   * Puts a source at {@code index}, or below it. What comes from the end of the heap lies under one
   * of the two topmost, which alone are ever moved, so it never has to rise: 0 has nothing above
   * it, and 1 or 2 only the top, which precedes everything.
   */
  private void sink(int index, SourceCursor source) {
    int at = index;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && precedes(heap[child + 1], heap[child])) {
        child++;
      }
      if (!precedes(heap[child], source)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = source;
  }

  private boolean precedes(SourceCursor a, SourceCursor b) {
    int order = a.compareKey(b);
    if (order == 0) {
      return a.sequence > b.sequence;
    }
    return reverse ? order > 0 : order < 0;
  }
}
