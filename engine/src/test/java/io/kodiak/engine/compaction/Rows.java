package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.engine.sstable.Version;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/** Turns versions into blocks and blocks into versions. */
final class Rows {
  private Rows() {}

  static Version put(String key, long sequence) {
    return Version.put(key, sequence, key + sequence);
  }

  /** The rows from {@code from} to {@code to}, exclusive, copied. */
  static List<Version> of(Block block, int from, int to) {
    List<Version> rows = new ArrayList<>();
    for (int row = from; row < to; row++) {
      rows.add(
          new Version(
              block.key(row).copy(),
              block.sequence(row),
              block.kind(row),
              block.value(row).copy()));
    }
    return rows;
  }

  /** Cuts sorted versions into blocks of 1 to {@code most} rows. */
  static List<Block> cut(List<Version> versions, int most, SplittableRandom random) {
    List<Block> blocks = new ArrayList<>();
    int from = 0;
    while (from < versions.size()) {
      int to = Math.min(versions.size(), from + random.nextInt(1, most + 1));
      blocks.add(Version.block(versions.subList(from, to)));
      from = to;
    }
    return blocks;
  }

  static BlockStream stream(List<Block> blocks) {
    Iterator<Block> remaining = blocks.iterator();
    return () -> remaining.hasNext() ? remaining.next() : null;
  }
}
