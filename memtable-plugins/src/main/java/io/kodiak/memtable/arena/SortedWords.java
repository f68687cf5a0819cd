package io.kodiak.memtable.arena;

import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A run of references in the order of their keys: one {@code long[]}, a word for each, which the
 * one writer inserts into in place while others search it without locks.
 *
 * <p>A word holds, above, a digest of the key and, below, the reference. The digest is four bytes
 * of the key behind the prefix that most keys of this run have in common, as in {@link KeyDigest}
 * but by run: the fewer keys lie between the ends of a run, the longer is the prefix. It stands at
 * the begin of the array, so a search touches one object. After it come the words, then {@link
 * #NONE} in every unused place, which counts as above all.
 *
 * <p><b>Concurrency.</b> To insert, the writer copies the words from the last down to the place of
 * the new one, each a place to the right, each with release; then it stores the new word over what
 * has been copied. This is the <em>failure-atomic shift</em> of D. Hwang, W. Kim, Y. Won and B.
 * Nam, <em>Endurable Transient Inconsistency in Byte-Addressable Persistent B+-Tree</em> (FAST
 * 2018). At any moment every word is there and in order, one of them perhaps twice, side by side.
 * Readers acquire words one after the other, so what they see is the array at moments of the writer
 * that never go backwards, none before the puts that they know of. As words only move to the right,
 * the word at a place only ever becomes lesser:
 *
 * <ul>
 *   <li>that a place holds less than what is sought stays true for ever, so a search only ever has
 *       to be corrected to the right of where it ends;
 *   <li>a reader that finds the same word at the same place before and after it looked at a
 *       neighbour knows that it was there in between, so the neighbour was next to it; otherwise
 *       the word has moved to the right, by no more places than words were added.
 * </ul>
 *
 * <p>A run that is full is replaced and never changes again: whoever still reads it finds all that
 * was there before. Hence every loop of a reader ends after as many rounds as a run has places.
 */
public final class SortedWords {
  /** The word in a place that is not used, and behind the last place. */
  public static final long NONE = -1;

  /** The reference in {@link #NONE}; refers to no entry. */
  public static final int NO_REFERENCE = -1;

  /** A reference that says that a key is not there; refers to no entry. */
  public static final int ABSENT = -2;

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  // Before the prefix: its length and what the owner wants; the number of words and where the last
  // was inserted, for the writer; two words more for the owner.
  static final int LENGTH = 0;
  private static final int COUNT = 1;
  private static final int OWNED = 2;
  static final int HEADER = 4;

  static final int DIGEST_BITS = 32;
  private static final long REFERENCE = 0xffff_ffffL;

  /** A run shorter than this keeps its prefix. */
  private static final int ENOUGH = 8;

  private SortedWords() {}

  /** Makes a run without words, for keys of which nothing is known. */
  public static long[] empty(int capacity) {
    long[] run = new long[HEADER + capacity];
    Arrays.fill(run, HEADER, run.length, NONE);
    return run;
  }

  /** The index of the first word. */
  public static int first(long[] run) {
    return RunPrefix.end(run);
  }

  /** The digest of a key in this run. */
  public static long digest(long[] run, byte[] key, int offset, int length) {
    return RunPrefix.digest(run, key, offset, length);
  }

  /** The heap that a run takes, in bytes. */
  public static long heapBytes(long[] run) {
    return 16 + (long) Long.BYTES * run.length;
  }

  /** The number of words that a run has room for. */
  public static int capacity(long[] run) {
    return run.length - first(run);
  }

  /** The number of words in a run. For the writer. */
  public static int count(long[] run) {
    return (int) (run[COUNT] >>> DIGEST_BITS);
  }

  /** How many words were before the one that was inserted last. For the writer. */
  public static int lastInserted(long[] run) {
    return (int) run[COUNT];
  }

  /** What the owner keeps with a run. */
  public static int tag(long[] run) {
    return (int) run[LENGTH];
  }

  /** Sets what the owner keeps with a run that no reader knows yet. */
  public static void tag(long[] run, int tag) {
    run[LENGTH] = (run[LENGTH] & ~REFERENCE) | (tag & REFERENCE);
  }

  /** One of two words of the owner, by number. */
  public static long owned(long[] run, int number) {
    return (long) WORD.getAcquire(run, OWNED + number);
  }

  /** Sets one of two words of the owner. For the writer. */
  public static void owned(long[] run, int number, long word) {
    WORD.setRelease(run, OWNED + number, word);
  }

  /** The word at an index: {@link #NONE} where there is none. */
  public static long at(long[] run, int index) {
    return index < run.length ? (long) WORD.getAcquire(run, index) : NONE;
  }

  /** The reference in a word. */
  public static int reference(long word) {
    return (int) word;
  }

  /** The digest in a word. */
  public static long digest(long word) {
    return word >>> DIGEST_BITS;
  }

  /** Makes a word. */
  public static long word(long digest, int reference) {
    return digest << DIGEST_BITS | (reference & REFERENCE);
  }

  /** An index before which all digests are less than this, and none much further on. */
  private static int lessBefore(long[] run, int from, long digest) {
    int base = from;
    int left = run.length - from;
    while (left > 1) {
      int half = left >>> 1;
      long found = digest((long) WORD.getAcquire(run, base + half - 1));
      base = found < digest ? base + half : base;
      left -= half;
    }
    return base;
  }

  /** The index of the first unused place. */
  public static int end(long[] run) {
    int at = lessBefore(run, first(run), digest(NONE));
    while (at(run, at) != NONE) {
      at++;
    }
    return at;
  }

  /**
   * Where the first word at or behind the place of key and sequence is: its index above, its
   * reference below, which is {@link #NO_REFERENCE} at the end.
   *
   * @param digest the digest of the key in this run
   */
  public static long place(
      long[] run,
      long digest,
      KeyedReferences keys,
      byte[] key,
      int offset,
      int length,
      long sequence) {
    int at = lessBefore(run, first(run), digest);
    long word = at(run, at);
    while (digest(word) < digest) {
      word = at(run, ++at);
    }
    return digest(word) > digest
        ? word(at, reference(word))
        : among(run, at, digest, keys, key, offset, length, sequence);
  }

  /** The index in what {@link #place} returned. */
  public static int index(long place) {
    return (int) (place >>> DIGEST_BITS);
  }

  /**
   * The first reference at or behind the place of key and sequence: {@link #NO_REFERENCE} at the
   * end, {@link #ABSENT} when the digest says that it has another key.
   *
   * @param digest the digest of the key in this run
   */
  public static int find(
      long[] run,
      long digest,
      KeyedReferences keys,
      byte[] key,
      int offset,
      int length,
      long sequence) {
    int at = lessBefore(run, first(run), digest);
    long word = at(run, at);
    while (digest(word) < digest) {
      word = at(run, ++at);
    }
    if (digest(word) > digest) {
      return word == NONE ? NO_REFERENCE : ABSENT;
    }
    return reference(among(run, at, digest, keys, key, offset, length, sequence));
  }

  /** Finds the place among words with the same digest. */
  private static long among(
      long[] run,
      int from,
      long digest,
      KeyedReferences keys,
      byte[] key,
      int offset,
      int length,
      long sequence) {
    int low = from;
    int high = lessBefore(run, from, digest + 1);
    int behind = NO_REFERENCE;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int reference = reference(at(run, middle));
      if (keys.compare(reference, key, offset, length, sequence) < 0) {
        low = middle + 1;
      } else {
        high = middle;
        behind = reference;
      }
    }
    long word = at(run, low);
    while (digest(word) <= digest && reference(word) != behind) {
      if (digest(word) == digest
          && keys.compare(reference(word), key, offset, length, sequence) >= 0) {
        break;
      }
      word = at(run, ++low);
    }
    return word(low, reference(word));
  }

  /** Inserts a word at its index; there must be room. For the writer. */
  public static void insert(long[] run, int index, long word) {
    int first = first(run);
    int count = count(run);
    for (int i = first + count; i > index; i--) {
      WORD.setRelease(run, i, run[i - 1]);
    }
    WORD.setRelease(run, index, word);
    run[COUNT] = word(count + 1, index - first);
  }

  /**
   * Copies a part of a run into a new one, with a prefix that fits better if many words of the part
   * have the same digest. For the writer.
   *
   * @param from the first word, counted from 0
   * @param to behind the last word
   * @param capacity the room of the new run, in words
   */
  public static long[] part(KeyedReferences keys, long[] run, int from, int to, int capacity) {
    int first = first(run);
    int count = to - from;
    if (count >= ENOUGH && 4 * ties(run, first + from, first + to) > count) {
      EntryView low = new EntryView();
      EntryView high = new EntryView();
      keys.read(reference(run[first + from + count / 8]), low);
      keys.read(reference(run[first + to - 1 - count / 8]), high);
      int shared =
          Slice.commonPrefix(
              low.keyArray(),
              low.keyOffset(),
              low.keyLength(),
              high.keyArray(),
              high.keyOffset(),
              high.keyLength());
      if (!RunPrefix.is(run, low, shared)) {
        return digested(keys, run, first + from, count, capacity, low, shared);
      }
    }
    long[] part = new long[first + capacity];
    System.arraycopy(run, 0, part, 0, first);
    System.arraycopy(run, first + from, part, first, count);
    Arrays.fill(part, first + count, part.length, NONE);
    part[COUNT] = word(count, -1);
    return part;
  }

  /** How many words have the same digest as the one before. */
  private static int ties(long[] run, int from, int to) {
    int ties = 0;
    for (int i = from + 1; i < to; i++) {
      ties += digest(run[i]) == digest(run[i - 1]) ? 1 : 0;
    }
    return ties;
  }

  private static long[] digested(
      KeyedReferences keys,
      long[] run,
      int from,
      int count,
      int capacity,
      EntryView low,
      int shared) {
    int first = RunPrefix.end(shared);
    long[] part = new long[first + capacity];
    System.arraycopy(run, 0, part, 0, HEADER);
    RunPrefix.set(part, low, shared);
    EntryView view = new EntryView();
    for (int i = 0; i < count; i++) {
      int reference = reference(run[from + i]);
      keys.read(reference, view);
      long digest = digest(part, view.keyArray(), view.keyOffset(), view.keyLength());
      part[first + i] = word(digest, reference);
    }
    Arrays.fill(part, first + count, part.length, NONE);
    part[COUNT] = word(count, -1);
    return part;
  }
}
