package io.kodiak.engine.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import io.kodiak.engine.compaction.BlockStream;
import io.kodiak.engine.sstable.PlainStorage;
import io.kodiak.engine.sstable.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rows come out of the buffer, and of a spill, sorted and with the last one of each key. */
class RowBufferTest {
  private record Row(Slice key, EntryKind kind, Slice value) {}

  private static void add(RowBuffer buffer, Row row) {
    Slice key = row.key();
    Slice value = row.value();
    buffer.add(
        row.kind(),
        key.array(),
        key.offset(),
        key.length(),
        value.array(),
        value.offset(),
        value.length());
  }

  private static List<Row> rows(BlockStream blocks) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Block block = blocks.next(); block != null; block = blocks.next()) {
      for (int i = 0; i < block.count(); i++) {
        rows.add(new Row(block.key(i).copy(), block.kind(i), block.value(i).copy()));
      }
    }
    return rows;
  }

  /** Keys of few bytes, or with a long common begin, so that they repeat and compare hard. */
  private static Row random(SplittableRandom random, boolean prefixed) {
    byte[] key = new byte[1 + random.nextInt(prefixed ? 12 : 3)];
    random.nextBytes(key);
    if (prefixed) {
      byte[] longer = new byte[80 + key.length];
      System.arraycopy(key, 0, longer, 80, key.length);
      key = longer;
    }
    boolean delete = random.nextInt(4) == 0;
    byte[] value = new byte[delete ? 0 : random.nextInt(random.nextInt(50) == 0 ? 9000 : 40)];
    random.nextBytes(value);
    return new Row(Slice.of(key), delete ? EntryKind.DELETE : EntryKind.PUT, Slice.of(value));
  }

  @Test
  void sortsAnyRowsAndKeepsTheLastOfEachKey() throws IOException {
    SplittableRandom random = Seed.random(this);
    RowBuffer buffer = new RowBuffer(64 << 10);
    for (int round = 0; round < 20; round++) {
      TreeMap<Slice, Row> expected = new TreeMap<>();
      int count = 1 + random.nextInt(3_000);
      for (int i = 0; i < count; i++) {
        Row row = random(random, round % 2 == 0);
        expected.put(row.key(), row);
        add(buffer, row);
      }
      assertThat(buffer.rows()).isEqualTo(count);
      assertThat(rows(new BufferedRows(buffer).blocks()))
          .containsExactlyElementsOf(expected.values());
      buffer.clear();
      assertThat(buffer.isEmpty()).isTrue();
    }
  }

  @Test
  void isFullWhenItsRowsTakeWhatTheyMay() {
    RowBuffer buffer = new RowBuffer(4 << 10);
    int count = 0;
    while (!buffer.isFull()) {
      add(buffer, new Row(Slice.of(new byte[] {1}), EntryKind.PUT, Slice.of(new byte[100])));
      count++;
    }
    assertThat(count).isBetween(10, 40);
    assertThat(buffer.bytes()).isBetween(4L << 10, 6L << 10);
  }

  @Test
  void aSpillGivesBackWhatWasWrittenAndNoticesDamage() throws IOException {
    SplittableRandom random = Seed.random(this);
    RowBuffer buffer = new RowBuffer(1 << 20);
    TreeMap<Slice, Row> expected = new TreeMap<>();
    for (int i = 0; i < 5_000; i++) {
      Row row = random(random, true);
      expected.put(row.key(), row);
      add(buffer, row);
    }
    PlainStorage storage = new PlainStorage();
    Spill spill;
    try (Spill.Writer writer = new Spill.Writer(storage, "tables/t/000001.spill", 0)) {
      BlockStream blocks = new BufferedRows(buffer).blocks();
      for (Block block = blocks.next(); block != null; block = blocks.next()) {
        writer.append(block, 0, block.count());
      }
      spill = writer.finish();
    }
    assertThat(spill.first()).isEqualTo(expected.firstKey());
    assertThat(spill.last()).isEqualTo(expected.lastKey());
    assertThat(read(storage, spill)).containsExactlyElementsOf(expected.values());
    byte[] bytes = storage.bytes(spill.name());
    for (int i = 0; i < 200; i++) {
      int at = i < 20 ? i : random.nextInt(bytes.length);
      bytes[at] ^= 0x10;
      assertThatThrownBy(() -> read(storage, spill))
          .as("byte %d", at)
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(spill.name());
      bytes[at] ^= 0x10;
    }
    assertThat(storage.openFiles()).isZero();
  }

  private static List<Row> read(PlainStorage storage, Spill spill) throws IOException {
    try (Spill.Reader reader = new Spill.Reader(storage, spill, () -> {})) {
      return rows(reader);
    }
  }
}
