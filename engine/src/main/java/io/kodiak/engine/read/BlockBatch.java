package io.kodiak.engine.read;

import io.kodiak.api.Block;
import io.kodiak.engine.sstable.SSTable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Some blocks that a scan will want next: decoded once, by whoever comes first, a thread of {@link
 * ReadAhead} or the scan itself.
 */
final class BlockBatch implements Runnable {
  /** The most blocks of a batch: decoding takes much longer than handing over. */
  static final int MOST = 8;

  /** Behind so many bytes a batch decodes no more: its blocks may be large. */
  private static final long ENOUGH_BYTES = 1 << 20;

  private static final int SPINS = 200;

  private enum State {
    OPEN,
    RUNNING,
    DONE
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private final SSTable[] tables = new SSTable[MOST];
  private final int[] numbers = new int[MOST];
  private final @Nullable Block[] spent = new Block[MOST];
  private final @Nullable Block[] blocks = new Block[MOST];
  private final boolean[] own = new boolean[MOST];
  private int count;
  private int missing;
  private volatile boolean cancelled;
  private volatile @Nullable Thread waiting;

  /**
   * Adds the block at a place; before the batch is handed to anybody.
   *
   * @param spentBlock one that nobody reads any more, to be reused; {@code null}: there is none
   */
  void add(BlockPlace place, @Nullable Block spentBlock) {
    spent[count] = spentBlock;
    tables[count] = place.table();
    numbers[count] = place.number();
    missing += place.table().isCached(place.number()) ? 0 : 1;
    count++;
  }

  /** The number of blocks. */
  int count() {
    return count;
  }

  /** Whether so many blocks have to be decoded that it is worth handing over. */
  boolean isWorthwhile() {
    return missing > 1;
  }

  @Override
  public void run() {
    if (state.compareAndSet(State.OPEN, State.RUNNING)) {
      decode();
      state.set(State.DONE);
      LockSupport.unpark(waiting);
    }
  }

  private void decode() {
    long bytes = 0;
    try {
      for (int i = 0; i < count && bytes < ENOUGH_BYTES && !cancelled; i++) {
        bytes += read(i).heapBytes();
      }
    } catch (IOException | RuntimeException | Error again) {
      // The scan reads this block itself once it gets there, and meets the same or nothing.
    }
  }

  private Block read(int index) throws IOException {
    Block block = tables[index].cachedBlock(numbers[index]);
    own[index] = block == null;
    if (block == null) {
      Block reused = spent[index];
      spent[index] = null;
      block = tables[index].readBlock(numbers[index], reused);
    }
    blocks[index] = block;
    return block;
  }

  /**
   * One of the blocks, to be taken once; decodes them all when nobody has begun to, and waits for
   * whoever has.
   *
   * @throws IOException when this block cannot be read; others may still be
   */
  Block block(int index) throws IOException {
    run();
    await();
    Block block = blocks[index];
    if (block == null) {
      block = read(index);
    }
    blocks[index] = null;
    return block;
  }

  /** Whether a block that was taken is nobody else's: it is not in the cache. */
  boolean isOwn(int index) {
    return own[index];
  }

  /** Gives the batch up; when this returns, nobody reads the files any more on its account. */
  void cancel() {
    cancelled = true;
    if (!state.compareAndSet(State.OPEN, State.DONE)) {
      await();
    }
  }

  private void await() {
    for (int i = 0; state.get() != State.DONE && i < SPINS; i++) {
      Thread.onSpinWait();
    }
    if (state.get() == State.DONE) {
      return;
    }
    waiting = Thread.currentThread();
    boolean interrupted = false;
    while (state.get() != State.DONE) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    waiting = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
