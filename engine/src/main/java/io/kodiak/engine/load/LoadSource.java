package io.kodiak.engine.load;

import io.kodiak.api.Slice;

/** A part of what a load was given: sorted rows between two keys. */
sealed interface LoadSource permits BufferedRows, Spill, StoredRows {
  /** The least key. */
  Slice first();

  /** The greatest key. */
  Slice last();

  /** About how many rows it has: of several of one key some may not count. */
  long rows();

  /** About how large it is, in bytes. */
  long bytes();
}
