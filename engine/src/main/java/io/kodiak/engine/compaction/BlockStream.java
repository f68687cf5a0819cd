package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Blocks of sorted entries, in order, each block continuing the one before. For one thread. */
@FunctionalInterface
public interface BlockStream {
  /** The next block; {@code null} at the end, and from then on. */
  @Nullable Block next() throws IOException;
}
