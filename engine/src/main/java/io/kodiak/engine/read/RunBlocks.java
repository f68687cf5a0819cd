package io.kodiak.engine.read;

import io.kodiak.api.Block;
import io.kodiak.api.KeyRange;
import io.kodiak.engine.sstable.BlockSearch;
import io.kodiak.engine.sstable.LookupBlock;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a run that a range of keys touches, read one by one as they are reached.
 *
 * <p>The first blocks after a seek go through the cache, as short scans come again. Those behind do
 * not push out what others need, and are read ahead. For one thread.
 */
final class RunBlocks {
  /** How many blocks from a seek on are put into the cache. */
  private static final int KEPT_BLOCKS = 8;

  /** Blocks that take more heap than this are not kept to be reused. */
  private static final int MAX_SPENT_BYTES = 256 << 10;

  private final SSTableRun run;
  private final KeyRange range;
  private final boolean reverse;
  private final ReadAhead readAhead;
  private final BlockPlace place;
  private int read;
  private @Nullable LookupBlock lookup;
  private @Nullable BlocksAhead ahead;

  /** The block read last, when nobody else has it; and one before that, to be reused. */
  private @Nullable Block own;

  private @Nullable Block spent;

  /**
   * Makes it stand nowhere.
   *
   * @param reverse whether {@link #advance} goes down
   */
  RunBlocks(SSTableRun run, KeyRange range, boolean reverse, ReadAhead readAhead) {
    this.run = run;
    this.range = range;
    this.reverse = reverse;
    this.readAhead = readAhead;
    place = new BlockPlace(run, range);
  }

  /**
   * The first block that may hold the key or, if it holds nothing at or above it, the one before
   * that; {@code null} when the range has nothing there.
   */
  @Nullable Block seek(byte[] key, int offset, int length) throws IOException {
    restart();
    return place.seek(key, offset, length) ? read() : null;
  }

  /** The block that holds the greatest key below the given one, or the one behind that. */
  @Nullable Block seekBelow(byte[] key, int offset, int length) throws IOException {
    restart();
    return place.seekBelow(key, offset, length) ? read() : null;
  }

  /** The first block of the run. */
  @Nullable Block first() throws IOException {
    restart();
    return place.first() ? read() : null;
  }

  /** The last block of the run. */
  Block last() throws IOException {
    restart();
    place.last();
    return read();
  }

  /** The next block in this direction; {@code null} when the range has nothing there. */
  @Nullable Block advance() throws IOException {
    if (!(reverse ? place.previous() : place.next())) {
      return null;
    }
    if (ahead == null) {
      Block block = read();
      if (read == KEPT_BLOCKS && readAhead.isEnabled()) {
        ahead = new BlocksAhead(readAhead, place, new BlockPlace(run, range), reverse);
      }
      return block;
    }
    lookup = null;
    Block block = ahead.next(takeSpent());
    hold(ahead.isOwn() ? block : null);
    return block;
  }

  private Block read() throws IOException {
    if (read < KEPT_BLOCKS) {
      read++;
      lookup = place.table().block(place.number());
      hold(null);
      return lookup.block();
    }
    lookup = null;
    Block cached = place.table().cachedBlock(place.number());
    if (cached != null) {
      hold(null);
      return cached;
    }
    Block block = place.table().readBlock(place.number(), takeSpent());
    hold(block);
    return block;
  }

  private @Nullable Block takeSpent() {
    Block taken = spent;
    spent = null;
    return taken;
  }

  /**
   * Notes what was read, if nobody else has it. The block before becomes spent only now, as readers
   * compare the last key of one block with the first of the next; and never downwards, where they
   * go back to the block before.
   */
  private void hold(@Nullable Block block) {
    if (own != null && !reverse && own.heapBytes() <= MAX_SPENT_BYTES) {
      spent = own;
    }
    own = block;
  }

  /**
   * The first row of the block read last whose key is at least the given one, or behind its last
   * row.
   */
  int firstAtLeast(Block last, byte[] key, int offset, int length) {
    return lookup == null
        ? BlockSearch.firstAtLeast(last, key, offset, length)
        : lookup.firstAtLeast(key, offset, length);
  }

  /**
   * Whether the block read last begins with a version of the key that the block before it ends
   * with.
   */
  boolean continues() {
    return place.continues();
  }

  private void restart() {
    close();
    read = 0;
  }

  /** Gives up what is read ahead; when this returns, no other thread reads on its account. */
  void close() {
    if (ahead != null) {
      ahead.cancel();
      ahead = null;
    }
  }
}
