package io.kodiak.memtable.arena;

import io.kodiak.api.EntryView;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The prefix that most keys of a run of {@link SortedWords} have in common, and the digests of keys
 * by what comes behind it.
 *
 * <p>It lies in the run, eight bytes in a word, so comparing a key with it costs no other cache
 * line and next to no time. It never changes once others know the run.
 */
final class RunPrefix {
  /** The digest of keys below all that have the prefix. */
  private static final long LEAST = 0;

  /** The digest of keys above all that have the prefix; that of an unused place is above it. */
  private static final long GREATEST = 0xffff_fffeL;

  private static final VarHandle BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private RunPrefix() {}

  private static int length(long[] run) {
    return (int) (run[SortedWords.LENGTH] >>> SortedWords.DIGEST_BITS);
  }

  /** The index behind the prefix of a run. */
  static int end(long[] run) {
    return end(length(run));
  }

  /** The index behind a prefix of so many bytes. */
  static int end(int length) {
    return SortedWords.HEADER + ((length + Long.BYTES - 1) >>> 3);
  }

  /** Whether the first bytes of a key are the prefix of a run. */
  static boolean is(long[] run, EntryView view, int length) {
    boolean same = length(run) == length;
    for (int done = 0; same && done < length; done += Long.BYTES) {
      long bytes = eight(view.keyArray(), view.keyOffset() + done, length - done);
      same = run[SortedWords.HEADER + (done >>> 3)] == bytes;
    }
    return same;
  }

  /** Makes the first bytes of a key the prefix of a run that no reader knows yet. */
  static void set(long[] run, EntryView view, int length) {
    run[SortedWords.LENGTH] = SortedWords.word(length, SortedWords.tag(run));
    for (int done = 0; done < length; done += Long.BYTES) {
      run[SortedWords.HEADER + (done >>> 3)] =
          eight(view.keyArray(), view.keyOffset() + done, length - done);
    }
  }

  /** The digest of a key: unsigned, a lesser one means a lesser key; equal ones leave it open. */
  static long digest(long[] run, byte[] key, int offset, int length) {
    int skipped = length(run);
    for (int done = 0; done < skipped; done += Long.BYTES) {
      long bytes = eight(key, offset + done, length - done);
      int unused = Long.BYTES - (skipped - done);
      if (unused > 0) {
        bytes &= -1L << (Byte.SIZE * unused);
      }
      long own = run[SortedWords.HEADER + (done >>> 3)];
      if (bytes != own) {
        return bytes + Long.MIN_VALUE < own + Long.MIN_VALUE ? LEAST : GREATEST;
      }
    }
    long behind = eight(key, offset + skipped, length - skipped);
    return Math.min(behind >>> (Long.SIZE - SortedWords.DIGEST_BITS), GREATEST);
  }

  /** Eight bytes of a key; a prefix comes before what it begins, so missing ones count as zeros. */
  private static long eight(byte[] key, int at, int length) {
    if (length >= Long.BYTES) {
      return (long) BYTES.get(key, at);
    }
    if (length <= 0) {
      return 0;
    }
    int missing = Long.BYTES - length;
    if (at >= missing) {
      return (long) BYTES.get(key, at - missing) << (Byte.SIZE * missing);
    }
    long bytes = 0;
    for (int i = 0; i < length; i++) {
      bytes |= (key[at + i] & 0xffL) << (Long.SIZE - Byte.SIZE * (i + 1));
    }
    return bytes;
  }
}
