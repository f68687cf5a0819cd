package io.kodiak.engine.read;

import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.KeyHash;
import io.kodiak.engine.sstable.SSTable;
import java.io.IOException;

/**
 * The hashes of the first bytes of a key, made when they are first needed, for the bloom filters of
 * all its runs. For one thread.
 */
final class PrefixHashes {
  /** Hashing all beginnings of a key takes the square of its length: of a longer one too long. */
  private static final int LONGEST = 64;

  private final byte[] key;
  private final int offset;
  private final long[] hashes = new long[LONGEST + 1];

  PrefixHashes(Slice key) {
    this.key = key.array();
    this.offset = key.offset();
  }

  /** Whether the key of the first {@code length} bytes may be in a SSTable. */
  boolean mayBeIn(SSTable table, int length) throws IOException {
    if (length > LONGEST) {
      return true;
    }
    // A hash that happens to be 0 is made again each time.
    if (hashes[length] == 0) {
      hashes[length] = KeyHash.of(key, offset, length);
    }
    return table.mayContain(hashes[length]);
  }
}
