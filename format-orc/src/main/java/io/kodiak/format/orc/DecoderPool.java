package io.kodiak.format.orc;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Lends decoders, with their buffers and native contexts, to threads for one block at a time.
 *
 * <p>A slot for each processor or two, found by the number of the thread: no lock, and no state
 * that stays behind with each thread that ever read, of which there may be many short-lived ones.
 * Whoever finds its slot empty makes a decoder, and whoever finds it taken on return closes one.
 */
final class DecoderPool {
  /** Slots lie so far apart that two threads do not write to one cache line. */
  private static final int SPREAD = 32;

  private final AtomicReferenceArray<BlockDecoder> slots;
  private final int mask;

  DecoderPool(int processors) {
    int count = Integer.highestOneBit(Math.max(1, processors)) << 1;
    slots = new AtomicReferenceArray<>(count * SPREAD);
    mask = count - 1;
  }

  /** Takes a decoder, to be given back by the same thread. */
  BlockDecoder take() {
    BlockDecoder decoder = slots.getAndSet(slot(), null);
    return decoder != null ? decoder : new BlockDecoder();
  }

  void giveBack(BlockDecoder decoder) {
    if (!slots.compareAndSet(slot(), null, decoder)) {
      decoder.close();
    }
  }

  private int slot() {
    return ((int) Thread.currentThread().getId() & mask) * SPREAD;
  }
}
