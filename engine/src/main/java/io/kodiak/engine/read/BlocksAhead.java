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

  /** The next block; the range has one. */
  Block next() throws IOException {
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
    return batch.block(at++);
  }

  private @Nullable BlockBatch begin() {
    BlockBatch batch = new BlockBatch();
    while (!ended && batch.count() < BlockBatch.MOST) {
      if (reverse ? place.previous() : place.next()) {
        batch.add(place);
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
