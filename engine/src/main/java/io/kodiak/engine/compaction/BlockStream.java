package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.engine.sstable.StoredBlock;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Blocks of sorted entries, in order, each block continuing the one before. For one thread. */
@FunctionalInterface
public interface BlockStream {
  /** The next block; {@code null} at the end, and from then on. */
  @Nullable Block next() throws IOException;

  /**
   * The next block, perhaps without its values, for who may have no use for them. Then {@link
   * #stored} has them.
   */
  default @Nullable Block nextRows() throws IOException {
    return next();
  }

  /**
   * The block that {@link #nextRows} returned last, as it is stored; {@code null}: it returned all
   * of it.
   */
  default @Nullable StoredBlock stored() {
    return null;
  }

  /**
   * Says that nobody reads the block any more that came before the one that came last: its arrays
   * may be used for the next one.
   */
  default void reuseBeforeLast() {}
}
