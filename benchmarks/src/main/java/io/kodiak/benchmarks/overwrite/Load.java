package io.kodiak.benchmarks.overwrite;

import java.util.List;

/**
 * What is written.
 *
 * @param keys how many there are
 * @param writes how many overwrites of random keys are measured
 * @param writeBufferBytes the size at which memtables are flushed
 * @param seed what all random choices follow from
 */
record Load(int keys, long writes, long writeBufferBytes, long seed) {
  /** The block cache of both engines; overwrites read nothing but what they merge. */
  static final long CACHE_BYTES = 64L << 20;

  List<String> arguments() {
    return List.of(
        Integer.toString(keys),
        Long.toString(writes),
        Long.toString(writeBufferBytes),
        Long.toString(seed));
  }

  static Load parse(String keys, String writes, String writeBufferBytes, String seed) {
    return new Load(
        Integer.parseInt(keys),
        Long.parseLong(writes),
        Long.parseLong(writeBufferBytes),
        Long.parseLong(seed));
  }
}
