package io.kodiak.engine.compaction;

import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Makes versions of few keys, so that many meet: short and long keys, shared prefixes, all bytes.
 */
final class RandomRows {
  private final SplittableRandom random;
  private final List<Slice> keys;
  private long sequence;

  RandomRows(SplittableRandom random, int keyCount) {
    this.random = random;
    TreeSet<Slice> distinct = new TreeSet<>();
    byte[] prefix = bytes(random.nextInt(4) == 0 ? 0 : random.nextInt(12));
    while (distinct.size() < keyCount) {
      distinct.add(key(prefix));
    }
    keys = List.copyOf(distinct);
  }

  private Slice key(byte[] prefix) {
    byte[] rest = bytes(random.nextInt(1, 14));
    // Few different bytes, zero among them, make keys that are prefixes of one another.
    for (int i = 0; i < rest.length; i++) {
      if (random.nextInt(3) != 0) {
        rest[i] = (byte) (random.nextBoolean() ? 0 : -random.nextInt(3));
      }
    }
    byte[] key = new byte[prefix.length + rest.length];
    System.arraycopy(prefix, 0, key, 0, prefix.length);
    System.arraycopy(rest, 0, key, prefix.length, rest.length);
    return Slice.of(key);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The keys, ascending. */
  List<Slice> keys() {
    return keys;
  }

  /** The sequence given out last. */
  long sequence() {
    return sequence;
  }

  /** Adds up to {@code count} later versions, of keys in a random part of all, in sorted order. */
  List<Version> next(int count) {
    int from = random.nextInt(keys.size());
    int to = random.nextInt(from, keys.size()) + 1;
    if (random.nextInt(3) == 0) {
      from = 0;
      to = keys.size();
    }
    List<Version> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Slice key = keys.get(random.nextInt(from, to));
      sequence += 1 + random.nextInt(3);
      boolean tombstone = random.nextInt(4) == 0;
      rows.add(
          tombstone
              ? new Version(key, sequence, EntryKind.DELETE, Slice.EMPTY)
              : new Version(key, sequence, EntryKind.PUT, Slice.of(bytes(random.nextInt(20)))));
    }
    Collections.sort(rows);
    return rows;
  }

  /** Up to {@code count} sequences, ascending, some of them of rows. */
  long[] snapshots(int count) {
    return random.longs(random.nextInt(count + 1), 1, sequence + 2).sorted().distinct().toArray();
  }
}
