package io.kodiak.engine.read;

import io.kodiak.api.Block;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a run in the order in which a long scan wants them, while the ones behind are being
 * decoded already. For one thread.
 */
final class BlocksAhead {
  private final ReadAhead readAhead;
  private final BlockPlace place;
  private final boolean reverse;
  private boolean ended;
  private @Nullable BlockBatch current;
  private @Nullable BlockBatch following;
  private int at;
  private boolean own;

  /** Blocks to be reused, for the next batch. */
  private final Block[] spent = new Block[2 * BlockBatch.MOST];

  private int spentCount;

  /**
   * Begins behind a place.
   *
   * @param start the block that the scan has read last
   * @param place for this object to move about
   */
  BlocksAhead(ReadAhead readAhead, BlockPlace start, BlockPlace place, boolean reverse) {
    this.readAhead = readAhead;
    this.place = place;
    this.reverse = reverse;
    place.set(start);
    current = begin();
    following = begin();
  }

  /**
   * The next block; the range has one.
   *
   * @param spentBlock one that nobody reads any more; {@code null}: there is none
   */
  Block next(@Nullable Block spentBlock) throws IOException {
    if (spentBlock != null && spentCount < spent.length) {
      spent[spentCount++] = spentBlock;
    }
    BlockBatch batch = current;
    if (batch != null && at == batch.count()) {
      batch = following;
      current = batch;
      following = begin();
      at = 0;
    }
    if (batch == null) {
      throw new IllegalStateException("the range has no block here");
    }
    Block block = batch.block(at);
    own = batch.isOwn(at);
    at++;
    return block;
  }

  /** Whether the block that {@link #next} gave last is nobody else's. */
  boolean isOwn() {
    return own;
  }

  private @Nullable BlockBatch begin() {
    BlockBatch batch = new BlockBatch();
    while (!ended && batch.count() < BlockBatch.MOST) {
      if (reverse ? place.previous() : place.next()) {
        batch.add(place, spentCount == 0 ? null : spent[--spentCount]);
      } else {
        ended = true;
      }
    }
    if (batch.count() == 0) {
      return null;
    }
    if (batch.isWorthwhile()) {
      readAhead.submit(batch);
    }
    return batch;
  }

  /** Gives up what is under way, and waits until nobody reads on its account. */
  void cancel() {
    if (current != null) {
      current.cancel();
    }
    if (following != null) {
      following.cancel();
    }
  }
}
