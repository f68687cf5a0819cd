package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/** One version of one key, ordered as entries are. */
record Row(Slice key, long sequence, EntryKind kind, Slice value) implements Comparable<Row> {
  static Row put(String key, long sequence) {
    return new Row(Slice.utf8(key), sequence, EntryKind.PUT, Slice.utf8(key + sequence));
  }

  static Row delete(String key, long sequence) {
    return new Row(Slice.utf8(key), sequence, EntryKind.DELETE, Slice.EMPTY);
  }

  boolean isTombstone() {
    return kind == EntryKind.DELETE;
  }

  @Override
  public int compareTo(Row other) {
    int order = key.compareTo(other.key);
    return order != 0 ? order : Long.compare(other.sequence, sequence);
  }

  @Override
  public String toString() {
    return key + "@" + sequence + (isTombstone() ? " deleted" : "");
  }

  static Block block(List<Row> rows) {
    BlockBuilder builder = new BlockBuilder();
    rows.forEach(row -> builder.append(row.key, row.sequence, row.kind, row.value));
    return builder.build();
  }

  static Block block(Row... rows) {
    return block(List.of(rows));
  }

  static List<Row> of(Block block, int from, int to) {
    List<Row> rows = new ArrayList<>();
    for (int row = from; row < to; row++) {
      rows.add(
          new Row(
              block.key(row).copy(),
              block.sequence(row),
              block.kind(row),
              block.value(row).copy()));
    }
    return rows;
  }

  /** Cuts sorted rows into blocks of 1 to {@code most} rows. */
  static List<Block> cut(List<Row> rows, int most, SplittableRandom random) {
    List<Block> blocks = new ArrayList<>();
    int from = 0;
    while (from < rows.size()) {
      int to = Math.min(rows.size(), from + random.nextInt(1, most + 1));
      blocks.add(block(rows.subList(from, to)));
      from = to;
    }
    return blocks;
  }

  static BlockStream stream(List<Block> blocks) {
    Iterator<Block> remaining = blocks.iterator();
    return () -> remaining.hasNext() ? remaining.next() : null;
  }
}
