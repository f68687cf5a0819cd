package io.kodiak.memtable.arena;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.SlabPool;
import io.kodiak.api.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Entries as runs of bytes in slabs: sequence and kind, lengths, key, value.
 *
 * <p>An entry is known by a reference of 32 unsigned bits: the number of its slab and where in it
 * the entry begins, counted in four bytes. Slabs grow from {@value #FIRST_SLAB} bytes, so that a
 * memtable of few entries costs little and one of many wastes little; an entry too large to share
 * one gets a slab of its own.
 *
 * <p>The larger slabs are used again by other arenas, and by all others that share a {@link
 * SlabPool}.
 *
 * <p>One writer; readers as the package says. Bytes are only ever written before the reference is
 * handed out, hence all accesses are plain.
 */
public final class EntryArena implements KeyedReferences {
  private static final int FIRST_SLAB = 16 << 10;
  private static final int ARRAY_HEADER = 16;

  /** An arena takes slabs of the largest size once it holds as many bytes as this; */
  private static final int LARGE_ARENA = 16 << 20;

  /** one that is expected to come to as many bytes as this, */
  private static final int LARGE_EXPECTED = 32 << 20;

  /** once it holds so many. */
  private static final int LARGE_BEGIN = 2 << 20;

  /**
   * The bounds of the size from which on an entry lies alone; between them it is that part of the
   * arena. So a small arena leaves at most an eighth of a slab unused, and a large one comes to
   * some gigabytes before its references cannot tell slabs apart any more, whatever its entries
   * are.
   */
  private static final int LEAST_ALONE = 32 << 10;

  private static final int MOST_ALONE = 512 << 10;
  private static final int ALONE_PART = 512;

  private static final int UNIT_BITS = 2;
  private static final int OFFSET_BITS = 18;
  private static final int OFFSET_MASK = (1 << OFFSET_BITS) - 1;
  private static final int MOST_SLABS = 1 << (32 - OFFSET_BITS);

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  // The header: sequence and kind in eight bytes; then lengths in four, or in eight when they are
  // too large, which the sign of the first four says.
  private static final int LENGTHS = Long.BYTES;
  private static final int SHORT_HEADER = LENGTHS + Integer.BYTES;
  private static final int LONG_HEADER = LENGTHS + 2 * Integer.BYTES;
  private static final int SHORT_VALUE_BITS = 20;
  private static final int SHORT_VALUE = (1 << SHORT_VALUE_BITS) - 1;
  private static final int SHORT_KEY = (1 << (31 - SHORT_VALUE_BITS)) - 1;
  private static final int LARGE = 1 << 31;

  private static final int CACHE_LINE = 64;
  private static final int REFERENCE = 4;

  private final long expectedBytes;
  private byte[][] slabs = new byte[4][];
  private int slabCount;
  private int openSlab;
  private int position;
  private int end;
  private long heapBytes = 72 + ARRAY_HEADER + (long) REFERENCE * slabs.length;

  /** Makes an arena without entries, of which it is not known how large it will be. */
  public EntryArena() {
    this(0);
  }

  /**
   * Makes an arena without entries.
   *
   * @param expectedBytes the heap that it will take, about; it may also take less or more
   */
  public EntryArena(long expectedBytes) {
    this.expectedBytes = expectedBytes;
  }

  /**
   * Copies an entry in; returns the reference to it.
   *
   * @throws IllegalStateException when the arena holds as many slabs as references can tell apart
   */
  public int add(Slice key, long sequence, EntryKind kind, Slice value) {
    int keyLength = key.length();
    int valueLength = value.length();
    boolean isShort = keyLength <= SHORT_KEY && valueLength <= SHORT_VALUE;
    int header = isShort ? SHORT_HEADER : LONG_HEADER;
    int reference = reserve(header + keyLength + valueLength);
    byte[] slab = slabs[reference >>> OFFSET_BITS];
    int at = (reference & OFFSET_MASK) << UNIT_BITS;
    LONG.set(slab, at, sequence << Byte.SIZE | kind.code());
    if (isShort) {
      INT.set(slab, at + LENGTHS, keyLength << SHORT_VALUE_BITS | valueLength);
    } else {
      INT.set(slab, at + LENGTHS, LARGE | keyLength);
      INT.set(slab, at + SHORT_HEADER, valueLength);
    }
    System.arraycopy(key.array(), key.offset(), slab, at + header, keyLength);
    System.arraycopy(value.array(), value.offset(), slab, at + header + keyLength, valueLength);
    return reference;
  }

  private int reserve(int bytes) {
    int size = (bytes + (1 << UNIT_BITS) - 1) >>> UNIT_BITS << UNIT_BITS;
    if (size >= Math.min(MOST_ALONE, Math.max(LEAST_ALONE, heapBytes / ALONE_PART))) {
      return open(alone(size)) << OFFSET_BITS;
    }
    if (size > end - position) {
      byte[] slab = slab(size);
      openSlab = open(slab);
      position = 0;
      end = slab.length;
    }
    int reference = openSlab << OFFSET_BITS | position >>> UNIT_BITS;
    position += size;
    return reference;
  }

  /** An array for one entry, of another size than those of pools. */
  private static byte[] alone(int size) {
    boolean pooled = size == SlabPool.MEDIUM.slabBytes() || size == SlabPool.LARGE.slabBytes();
    return new byte[pooled ? size + (1 << UNIT_BITS) : size];
  }

  private byte[] slab(int least) {
    if (heapBytes >= (expectedBytes < LARGE_EXPECTED ? LARGE_ARENA : LARGE_BEGIN)) {
      return SlabPool.LARGE.take();
    }
    long length = Math.max(FIRST_SLAB, Long.highestOneBit(heapBytes));
    while (length < least) {
      length *= 2;
    }
    return length > SlabPool.MEDIUM.slabBytes() ? SlabPool.MEDIUM.take() : new byte[(int) length];
  }

  private int open(byte[] slab) {
    if (slabCount == MOST_SLABS) {
      throw new IllegalStateException("a memtable cannot have more than " + slabCount + " slabs");
    }
    if (slabCount == slabs.length) {
      heapBytes += (long) REFERENCE * slabs.length;
      byte[][] more = Arrays.copyOf(slabs, 2 * slabs.length);
      // A reader may come upon the larger array before it acquires a reference into it.
      VarHandle.releaseFence();
      slabs = more;
    }
    slabs[slabCount] = slab;
    heapBytes += ARRAY_HEADER + slab.length;
    return slabCount++;
  }

  /** The sequence of an entry. */
  public long sequence(int reference) {
    return version(reference) >>> Byte.SIZE;
  }

  private long version(int reference) {
    byte[] slab = slabs[reference >>> OFFSET_BITS];
    return (long) LONG.get(slab, (reference & OFFSET_MASK) << UNIT_BITS);
  }

  /** Compares the key of an entry with a range of bytes. */
  public int compareKey(int reference, byte[] key, int offset, int length) {
    byte[] slab = slabs[reference >>> OFFSET_BITS];
    int at = (reference & OFFSET_MASK) << UNIT_BITS;
    int lengths = (int) INT.get(slab, at + LENGTHS);
    int keyAt = at + (lengths >= 0 ? SHORT_HEADER : LONG_HEADER);
    int keyLength = lengths >= 0 ? lengths >>> SHORT_VALUE_BITS : lengths & ~LARGE;
    return Arrays.compareUnsigned(slab, keyAt, keyAt + keyLength, key, offset, offset + length);
  }

  /** The length of an entry's key in bytes. */
  public int keyLength(int reference) {
    byte[] slab = slabs[reference >>> OFFSET_BITS];
    int lengths = (int) INT.get(slab, ((reference & OFFSET_MASK) << UNIT_BITS) + LENGTHS);
    return lengths >= 0 ? lengths >>> SHORT_VALUE_BITS : lengths & ~LARGE;
  }

  /** A byte of an entry's key, unsigned; -1 at its end. */
  public int keyByte(int reference, int index) {
    byte[] slab = slabs[reference >>> OFFSET_BITS];
    int at = (reference & OFFSET_MASK) << UNIT_BITS;
    int lengths = (int) INT.get(slab, at + LENGTHS);
    int keyAt = at + (lengths >= 0 ? SHORT_HEADER : LONG_HEADER);
    int keyLength = lengths >= 0 ? lengths >>> SHORT_VALUE_BITS : lengths & ~LARGE;
    return index < keyLength ? slab[keyAt + index] & 0xff : -1;
  }

  /** Whether the key of an entry begins with a range of bytes. */
  public boolean startsWith(int reference, byte[] prefix, int offset, int length) {
    byte[] slab = slabs[reference >>> OFFSET_BITS];
    int at = (reference & OFFSET_MASK) << UNIT_BITS;
    int lengths = (int) INT.get(slab, at + LENGTHS);
    int keyAt = at + (lengths >= 0 ? SHORT_HEADER : LONG_HEADER);
    int keyLength = lengths >= 0 ? lengths >>> SHORT_VALUE_BITS : lengths & ~LARGE;
    return keyLength >= length
        && Arrays.equals(slab, keyAt, keyAt + length, prefix, offset, offset + length);
  }

  /**
   * Where the key of an entry and a range of bytes first differ, and how: 0 when they do not;
   * otherwise one more than the number of bytes that they share, negative when the key of the entry
   * is the lesser.
   *
   * @param most how many bytes of the entry's key count, from the first
   * @param from so many bytes are known to be shared
   */
  public int difference(int reference, int most, byte[] key, int offset, int length, int from) {
    byte[] slab = slabs[reference >>> OFFSET_BITS];
    int at = (reference & OFFSET_MASK) << UNIT_BITS;
    int lengths = (int) INT.get(slab, at + LENGTHS);
    int keyAt = at + (lengths >= 0 ? SHORT_HEADER : LONG_HEADER);
    int keyLength = Math.min(most, lengths >= 0 ? lengths >>> SHORT_VALUE_BITS : lengths & ~LARGE);
    int shared =
        Arrays.mismatch(slab, keyAt + from, keyAt + keyLength, key, offset + from, offset + length);
    if (shared < 0) {
      return 0;
    }
    shared += from;
    boolean lesser =
        shared == keyLength
            || (shared < length
                && Byte.compareUnsigned(slab[keyAt + shared], key[offset + shared]) < 0);
    return lesser ? -shared - 1 : shared + 1;
  }

  /**
   * The number of leading bytes that an entry's key and a range of bytes share.
   *
   * @param known so many of them are known to be the same; at most either's length
   */
  public int sharedKeyBytes(int reference, int known, byte[] key, int offset, int length) {
    byte[] slab = slabs[reference >>> OFFSET_BITS];
    int at = (reference & OFFSET_MASK) << UNIT_BITS;
    int lengths = (int) INT.get(slab, at + LENGTHS);
    int keyAt = at + (lengths >= 0 ? SHORT_HEADER : LONG_HEADER);
    int keyLength = lengths >= 0 ? lengths >>> SHORT_VALUE_BITS : lengths & ~LARGE;
    int from = keyAt + known;
    int more = Arrays.mismatch(slab, from, keyAt + keyLength, key, offset + known, offset + length);
    return more < 0 ? length : known + more;
  }

  @Override
  public int compare(int reference, byte[] key, int offset, int length, long sequence) {
    int order = compareKey(reference, key, offset, length);
    return order != 0 ? order : Long.compare(sequence, sequence(reference));
  }

  /**
   * Reads a few bytes of an entry, a cache line apart, so that they are at hand when it is read
   * next.
   *
   * @param before what the touch before returned, or anything
   * @return what depends on the bytes, so that they are really read
   */
  public int touch(int reference, int before) {
    byte[] slab = slabs[reference >>> OFFSET_BITS];
    int at = (reference & OFFSET_MASK) << UNIT_BITS;
    int last = slab.length - 1;
    return before
        + slab[at]
        + slab[Math.min(at + CACHE_LINE, last)]
        + slab[Math.min(at + 2 * CACHE_LINE, last)];
  }

  @Override
  public void read(int reference, EntryView view) {
    byte[] slab = slabs[reference >>> OFFSET_BITS];
    int at = (reference & OFFSET_MASK) << UNIT_BITS;
    long version = (long) LONG.get(slab, at);
    int lengths = (int) INT.get(slab, at + LENGTHS);
    int keyAt;
    int keyLength;
    int valueLength;
    if (lengths >= 0) {
      keyAt = at + SHORT_HEADER;
      keyLength = lengths >>> SHORT_VALUE_BITS;
      valueLength = lengths & SHORT_VALUE;
    } else {
      keyAt = at + LONG_HEADER;
      keyLength = lengths & ~LARGE;
      valueLength = (int) INT.get(slab, at + SHORT_HEADER);
    }
    view.key(slab, keyAt, keyLength);
    view.value(slab, keyAt + keyLength, valueLength);
    view.version(version >>> Byte.SIZE, (version & 0xff) == 0 ? EntryKind.PUT : EntryKind.DELETE);
  }

  /** The heap that the slabs and this object take, in bytes. For the writer. */
  public long heapBytes() {
    return heapBytes;
  }

  /** Lets go of all slabs; no reference may be followed any more. */
  public void clear() {
    byte[][] left = slabs;
    slabs = new byte[0][];
    for (int i = 0; i < slabCount; i++) {
      SlabPool.giveShared(left[i]);
    }
    slabCount = 0;
  }
}
