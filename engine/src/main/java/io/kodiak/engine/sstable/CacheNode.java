package io.kodiak.engine.sstable;

import org.jspecify.annotations.Nullable;

/**
 * What the {@link BlockCache} notes of a block that it holds.
 *
 * <p>Readers raise the frequency, without a lock; everything else belongs to whoever holds the lock
 * of the cache.
 */
abstract sealed class CacheNode permits LookupBlock {
  private static final byte MOST = 3;

  // Races only lose a count, which is an estimate anyway.
  private byte frequency;
  private long bytes;
  private int number;
  private @Nullable CachedBlocks owner;

  /** The queue that this block is in, and its neighbours there; the queue maintains them. */
  @Nullable CacheQueue queue;

  @Nullable CacheNode older;
  @Nullable CacheNode newer;

  /** The heap that is kept alive by it, in bytes; always the same. */
  abstract long heapBytes();

  /** Notes that the block was wanted and found. */
  final void use() {
    if (frequency < MOST) {
      frequency++;
    }
  }

  /** Whether the block was found in the cache lately. */
  final boolean isUsedAgain() {
    return frequency > 0;
  }

  /** Says whose block it is, and how large. */
  final void enter(CachedBlocks newOwner, int newNumber, long newBytes) {
    owner = newOwner;
    number = newNumber;
    bytes = newBytes;
  }

  /** Takes the block out of the table that it belongs to. */
  final void leave() {
    CachedBlocks table = owner;
    if (table != null) {
      table.clear(number);
    }
  }

  /** Takes it out and remembers that it was wanted at that time. */
  final void leave(long wantedAt) {
    leave();
    CachedBlocks table = owner;
    if (table != null) {
      table.want(number, wantedAt);
    }
  }

  final int frequency() {
    return frequency;
  }

  final void resetFrequency() {
    frequency = 0;
  }

  final void lowerFrequency() {
    frequency--;
  }

  final long bytes() {
    return bytes;
  }
}
