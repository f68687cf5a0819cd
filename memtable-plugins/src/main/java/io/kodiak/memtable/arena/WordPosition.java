package io.kodiak.memtable.arena;

/**
 * A position on a word of {@link SortedWords}, which stays on it while the writer inserts others.
 *
 * <p>For one thread, beside the writer. A step costs three reads of neighbouring words when nobody
 * writes; its loops end as the description of {@link SortedWords} says.
 */
public final class WordPosition {
  private static final long[] NOWHERE = SortedWords.empty(0);

  /** How many entries are touched together; a short scan ends before the first group. */
  private static final int GROUP = 16;

  private long[] run = NOWHERE;
  private int first = SortedWords.first(NOWHERE);
  private int index = first;
  private int reference = SortedWords.NO_REFERENCE;
  private int untilGroup = GROUP;
  private int touched;

  /** Makes a position in a run without words. */
  public WordPosition() {}

  /** The run that this is a position in. */
  public long[] run() {
    return run;
  }

  /** The reference in the word. */
  public int reference() {
    return reference;
  }

  /** Moves to the first word of a run; returns whether there is one. */
  public boolean first(long[] run) {
    enter(run);
    index = first;
    reference = referenceAt(index);
    return reference != SortedWords.NO_REFERENCE;
  }

  /** Moves to the last word of a run; returns whether there is one. */
  public boolean last(long[] run) {
    enter(run);
    index = SortedWords.end(run);
    reference = SortedWords.NO_REFERENCE;
    return previous();
  }

  /** Moves to a place in a run; returns whether there is a word at or behind it. */
  public boolean place(long[] run, long place) {
    enter(run);
    index = SortedWords.index(place);
    reference = SortedWords.reference(place);
    return reference != SortedWords.NO_REFERENCE;
  }

  /**
   * Moves to the last word before the place of key and sequence; returns whether there is one.
   *
   * <p>Since the place was found, words may have come between: behind the key, yet before the word
   * that was there. Hence this looks at the entry before it believes.
   *
   * @param place where {@link SortedWords#place} found it
   */
  public boolean before(
      long[] run,
      long place,
      KeyedReferences keys,
      byte[] key,
      int offset,
      int length,
      long sequence) {
    place(run, place);
    boolean on = previous();
    while (on && keys.compare(reference, key, offset, length, sequence) >= 0) {
      on = previous();
    }
    return on;
  }

  private void enter(long[] run) {
    this.run = run;
    first = SortedWords.first(run);
  }

  private int referenceAt(int index) {
    return SortedWords.reference(SortedWords.at(run, index));
  }

  /** Moves to the next word; without one, stays and returns false. */
  public boolean next() {
    while (true) {
      int next = referenceAt(index + 1);
      if (referenceAt(index) != reference) {
        index++;
      } else if (next == reference) {
        index++;
      } else if (next == SortedWords.NO_REFERENCE) {
        return false;
      } else {
        index++;
        reference = next;
        return true;
      }
    }
  }

  /** Moves to the word before, also from behind the last; without one, stays and returns false. */
  public boolean previous() {
    while (true) {
      int previous = index > first ? referenceAt(index - 1) : SortedWords.NO_REFERENCE;
      if (referenceAt(index) != reference) {
        index++;
      } else if (index == first) {
        return false;
      } else {
        index--;
        if (previous != reference) {
          reference = previous;
          return true;
        }
      }
    }
  }

  /** Begins to count the steps after which {@link #touch} works. */
  public void restart() {
    untilGroup = GROUP;
  }

  /**
   * Touches the entries ahead, after every few steps: neighbours in the order lie anywhere in
   * memory, so each entry is a cache miss, and those of a group overlap.
   *
   * @param step 1 on the way to the next words, -1 on the way back
   */
  public void touch(EntryArena entries, int step) {
    if (--untilGroup > 0) {
      return;
    }
    untilGroup = GROUP;
    for (int i = 1, at = index + step; i <= GROUP && at >= first; i++, at += step) {
      int ahead = referenceAt(at);
      if (ahead == SortedWords.NO_REFERENCE) {
        return;
      }
      touched = entries.touch(ahead, touched);
    }
  }
}
