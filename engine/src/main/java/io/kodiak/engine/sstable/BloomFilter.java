package io.kodiak.engine.sstable;

import io.kodiak.api.SlabPool;
import io.kodiak.engine.storage.BackgroundWork;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A set of keys that may answer "maybe" for a key that it does not hold, but never "no" for one
 * that it does.
 *
 * <p>The filter is blocked by cache line (F. Putze, P. Sanders, J. Singler: Cache-, Hash- and
 * Space-Efficient Bloom Filters, WEA 2007): all bits of a key lie in the same 64 bytes, so a
 * question costs one cache miss. At 10 bits a key about one absent key in a hundred gets a "maybe".
 *
 * <p>Keys come as hashes of {@link KeyHash}. A filter is immutable and safe to share.
 */
public final class BloomFilter {
  /** The most bits that a filter spends on each key. */
  public static final int MAX_BITS_PER_KEY = 24;

  /** A filter that says "maybe" to everything. */
  public static final BloomFilter NONE = new BloomFilter(new byte[0], 0, 0, 0);

  /** The most bits that a key sets. */
  static final int MAX_PROBES = 14;

  /** How many bytes hold all bits of a key. */
  static final int BLOCK_BYTES = 64;

  /**
   * Where in an array the blocks should begin, or any multiple of {@link #BLOCK_BYTES} later: the
   * elements of an array begin 16 bytes into it, and large arrays mostly begin at a multiple of 64
   * bytes, so that each block lies in one cache line.
   */
  static final int ALIGNMENT = 48;

  private static final int BLOCK_BITS = 8 * BLOCK_BYTES;
  private static final int PROBE_BITS = 9;
  private static final int PROBES_PER_WORD = 7;
  private static final long SPREAD = 0x9fb21c651e98df25L;
  private static final long SPREAD_MORE = 0xd6e8feb86659fd93L;

  private final byte[] array;
  private final int start;
  private final int blocks;
  private final int probes;

  /** Makes a filter over {@code blocks} blocks that lie in {@code array} from {@code start} on. */
  BloomFilter(byte[] array, int start, int blocks, int probes) {
    this.array = array;
    this.start = start;
    this.blocks = blocks;
    this.probes = probes;
  }

  /** Whether the key with this hash may be in the set; {@code false} is certain. */
  public boolean mayContain(long hash) {
    if (blocks == 0) {
      return true;
    }
    byte[] bytes = array;
    int base = base(hash);
    long bits = hash * SPREAD;
    for (int i = 0; i < probes; i++) {
      if (i == PROBES_PER_WORD) {
        bits = hash * SPREAD_MORE;
      }
      int bit = (int) bits & (BLOCK_BITS - 1);
      if ((bytes[base + (bit >>> 3)] & (1 << (bit & 7))) == 0) {
        return false;
      }
      bits >>>= PROBE_BITS;
    }
    return true;
  }

  private void add(long hash) {
    int base = base(hash);
    long bits = hash * SPREAD;
    for (int i = 0; i < probes; i++) {
      if (i == PROBES_PER_WORD) {
        bits = hash * SPREAD_MORE;
      }
      int bit = (int) bits & (BLOCK_BITS - 1);
      array[base + (bit >>> 3)] |= (byte) (1 << (bit & 7));
      bits >>>= PROBE_BITS;
    }
  }

  private int base(long hash) {
    return start + BLOCK_BYTES * (int) (((hash >>> 32) * blocks) >>> 32);
  }

  /** The number of bits that each key sets. */
  int probes() {
    return probes;
  }

  /** The number of blocks; 0 for the filter that knows nothing. */
  int blocks() {
    return blocks;
  }

  /** The array that the blocks lie in; not to be written. */
  byte[] array() {
    return array;
  }

  /** Where in {@link #array()} the blocks begin. */
  int start() {
    return start;
  }

  /** The CRC32C of its blocks. */
  int checksum() {
    CRC32C crc = new CRC32C();
    crc.update(array, start, BLOCK_BYTES * blocks);
    return (int) crc.getValue();
  }

  /** The size of the filter in bytes. */
  public long bytes() {
    return (long) BLOCK_BYTES * blocks;
  }

  /** How many bits to set for a key: fewer than in a plain filter, as the blocks fill unevenly. */
  private static int probes(int bitsPerKey) {
    return (int) Math.max(1, Math.min(Math.round(0.62 * bitsPerKey), MAX_PROBES));
  }

  /**
   * Collects the hashes of keys, then makes the filter. For one thread.
   *
   * <p>They are held in slabs that are used again, as they are many and live as long as a file is
   * being written.
   */
  static final class Builder {
    /** From so many keys on, slabs are large. */
    private static final int MANY_KEYS = 1 << 16;

    /** So many are added before the thread lets others go first: about 0.1 ms. */
    private static final int KEYS_AT_ONCE = 1 << 12;

    private static final byte[] NOTHING = {};
    private static final VarHandle HASH =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final SlabPool medium;
    private final SlabPool large;
    private final List<byte[]> full = new ArrayList<>();
    private final int bitsPerKey;
    private byte[] slab = NOTHING;
    private int used;
    private long fullKeys;

    /** Makes an empty builder; 0 bits per key collects nothing and builds {@link #NONE}. */
    Builder(int bitsPerKey) {
      this(bitsPerKey, SlabPool.MEDIUM, SlabPool.LARGE);
    }

    /** Makes an empty builder with slabs of these pools, of whole longs. */
    Builder(int bitsPerKey, SlabPool medium, SlabPool large) {
      this.bitsPerKey = bitsPerKey;
      this.medium = medium;
      this.large = large;
    }

    /** Adds the hash of a key. */
    void add(long hash) {
      if (bitsPerKey == 0) {
        return;
      }
      if (used * Long.BYTES == slab.length) {
        nextSlab();
      }
      HASH.set(slab, used++ * Long.BYTES, hash);
    }

    private void nextSlab() {
      // Before anything changes: there may be no memory, and each slab is given back once.
      byte[] next = (fullKeys < MANY_KEYS ? medium : large).take();
      if (used > 0) {
        full.add(slab);
        fullKeys += used;
      }
      slab = next;
      used = 0;
    }

    /** How large the filter would become with the keys so far, in bytes. */
    long bytes() {
      return (long) BLOCK_BYTES * blocks();
    }

    private int blocks() {
      long keys = fullKeys + used;
      long wanted = (keys * bitsPerKey + BLOCK_BITS - 1) / BLOCK_BITS;
      return (int) Math.min(wanted, (Integer.MAX_VALUE - 64) / BLOCK_BYTES);
    }

    /** Makes the filter of all keys added. */
    BloomFilter build() {
      int blocks = blocks();
      if (blocks == 0) {
        return NONE;
      }
      BloomFilter filter =
          new BloomFilter(
              new byte[ALIGNMENT + BLOCK_BYTES * blocks], ALIGNMENT, blocks, probes(bitsPerKey));
      for (byte[] each : full) {
        add(filter, each, each.length / Long.BYTES);
      }
      add(filter, slab, used);
      return filter;
    }

    private static void add(BloomFilter filter, byte[] hashes, int count) {
      for (int i = 0; i < count; i++) {
        filter.add((long) HASH.get(hashes, i * Long.BYTES));
        if (i % KEYS_AT_ONCE == 0) {
          BackgroundWork.giveWay();
        }
      }
    }

    /** Forgets all keys. */
    void clear() {
      // Each is forgotten before it is given back: never twice, whatever happens.
      for (int i = full.size() - 1; i >= 0; i--) {
        give(full.remove(i));
      }
      byte[] last = slab;
      slab = NOTHING;
      used = 0;
      fullKeys = 0;
      give(last);
    }

    private void give(byte[] hashes) {
      (hashes.length == medium.slabBytes() ? medium : large).give(hashes);
    }
  }
}
