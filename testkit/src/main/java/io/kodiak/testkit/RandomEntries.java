package io.kodiak.testkit;

import io.kodiak.api.EntryKind;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Keys, values and entries that are hard on order, on lengths and on versions, made from one seed.
 *
 * <p>Keys repeat, are prefixes of each other, share long prefixes, differ only in their last byte
 * or in the sign of a byte, and are now and then as long as {@link Limits} allows. For one thread.
 */
public final class RandomEntries {
  private static final byte[] EDGES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xfe, (byte) 0xff, 'a', 'b'};

  private final SplittableRandom random;
  private final List<Slice> used = new ArrayList<>();
  private long sequence;

  /** Makes a source whose sequences begin at 1. */
  public RandomEntries(long seed) {
    this(seed, 1);
  }

  /** Makes a source whose sequences begin at {@code firstSequence}. */
  public RandomEntries(long seed, long firstSequence) {
    random = new SplittableRandom(seed);
    sequence = firstSequence - 1;
  }

  /** The source of randomness that everything here is drawn from. */
  public SplittableRandom random() {
    return random;
  }

  /** The sequence of the entry made last. */
  public long sequence() {
    return sequence;
  }

  /** A key: three in ten have been made before. */
  public Slice key() {
    if (!used.isEmpty() && random.nextInt(10) < 3) {
      return used.get(random.nextInt(used.size()));
    }
    Slice key = Slice.of(keyBytes());
    used.add(key);
    return key;
  }

  private byte[] keyBytes() {
    int shape = random.nextInt(100);
    if (shape < 50 && !used.isEmpty()) {
      return neighbour(used.get(random.nextInt(used.size())));
    }
    if (shape == 99 && random.nextInt(8) == 0) {
      return bytes(Limits.MAX_KEY_BYTES - random.nextInt(2));
    }
    if (shape > 95) {
      return sharedPrefix(60 + random.nextInt(200));
    }
    if (shape > 80) {
      return edges(1 + random.nextInt(4));
    }
    return bytes(1 + random.nextInt(24));
  }

  private byte[] neighbour(Slice key) {
    byte[] near = key.toByteArray();
    int length = near.length;
    return switch (random.nextInt(4)) {
      case 0 -> length < Limits.MAX_KEY_BYTES ? Arrays.copyOf(near, length + 1) : near;
      case 1 -> length > 1 ? Arrays.copyOf(near, length - 1) : near;
      case 2 -> changed(near, length - 1, near[length - 1] ^ 0x80);
      default -> {
        int at = random.nextInt(length);
        yield changed(near, at, near[at] + 1);
      }
    };
  }

  private static byte[] changed(byte[] key, int at, int value) {
    key[at] = (byte) value;
    return key;
  }

  private byte[] sharedPrefix(int length) {
    byte[] key = new byte[length];
    Arrays.fill(key, 0, length - 2, (byte) 'p');
    key[length - 2] = (byte) random.nextInt(256);
    key[length - 1] = (byte) random.nextInt(256);
    return key;
  }

  private byte[] edges(int length) {
    byte[] key = new byte[length];
    for (int i = 0; i < length; i++) {
      key[i] = EDGES[random.nextInt(EDGES.length)];
    }
    return key;
  }

  /** The given number of random bytes. */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A value: often short, one in eight empty, one in five hundred from 64 to 256 KiB. */
  public Slice value() {
    int shape = random.nextInt(500);
    if (shape == 0) {
      return Slice.of(bytes((64 << 10) + random.nextInt(192 << 10)));
    }
    if (shape < 60) {
      return Slice.EMPTY;
    }
    return Slice.of(bytes(random.nextInt(shape < 100 ? 2000 : 120)));
  }

  /** A new entry, with the next sequence; one in six is a tombstone. */
  public Entry next() {
    sequence++;
    return random.nextInt(6) == 0
        ? Entry.delete(key(), sequence)
        : new Entry(key(), sequence, EntryKind.PUT, value());
  }

  /** New entries in the order of their sequences. */
  public List<Entry> next(int count) {
    List<Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(next());
    }
    return entries;
  }
}
