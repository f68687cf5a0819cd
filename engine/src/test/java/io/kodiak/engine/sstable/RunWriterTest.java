package io.kodiak.engine.sstable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.SSTableFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunWriterTest {
  private final PlainStorage storage = new PlainStorage();
  private final AtomicLong ids = new AtomicLong(40);

  private RunWriter writer(long targetBytes, String... boundaries) {
    RunWriter.Target target =
        new RunWriter.Target(
            storage,
            TestTables.TABLE,
            "columns",
            new ColumnFormat(),
            new SSTableOptions(300, 10),
            true,
            ids::incrementAndGet,
            Clock.fixed(Instant.ofEpochMilli(77), ZoneOffset.UTC));
    List<Slice> keys = Arrays.stream(boundaries).map(Slice::utf8).toList();
    return new RunWriter(target, 2, 9, targetBytes, 0, keys);
  }

  private static void append(RunWriter writer, String key, int versions) throws IOException {
    List<Version> rows = new ArrayList<>();
    for (int sequence = versions; sequence > 0; sequence--) {
      rows.add(Version.put(key, sequence, "value"));
    }
    Block block = Version.block(rows);
    for (int row = 0; row < versions; row++) {
      writer.append(block, row, row + 1, row == 0);
    }
  }

  @Test
  void filesEndAtTheirTargetInFrontOfAKey() throws IOException {
    try (RunWriter writer = writer(2000)) {
      for (int key = 0; key < 20; key++) {
        append(writer, "key%02d".formatted(key), 25);
      }
      List<SSTableFile> files = writer.finish(500);
      assertThat(files).hasSizeGreaterThan(3);
      for (int i = 1; i < files.size(); i++) {
        assertThat(files.get(i - 1).meta().bytes()).isGreaterThanOrEqualTo(2000);
        assertThat(files.get(i - 1).meta().lastKey()).isLessThan(files.get(i).meta().firstKey());
      }
      assertThat(files).allSatisfy(file -> assertThat(file.meta().entries() % 25).isZero());
      assertThat(writer.bytesWritten())
          .isEqualTo(files.stream().mapToLong(file -> file.meta().bytes()).sum());
    }
  }

  private static List<String> firstKeys(List<SSTableFile> files) {
    return files.stream()
        .map(file -> new String(file.meta().firstKey().toByteArray(), UTF_8))
        .toList();
  }

  @Test
  void filesBeginAtBoundaries() throws IOException {
    try (RunWriter writer = writer(1 << 20, "a", "key05", "key07x", "key07y", "key12", "z")) {
      for (int key = 0; key < 20; key++) {
        append(writer, "key%02d".formatted(key), 25);
      }
      List<SSTableFile> files = writer.finish(500);
      assertThat(firstKeys(files)).containsExactly("key00", "key05", "key08", "key12");
      assertThat(files).allSatisfy(file -> assertThat(file.meta().entries() % 25).isZero());
    }
  }

  @Test
  void boundariesCutWithinTheRowsThatComeAtOnce() throws IOException {
    List<Version> rows = new ArrayList<>();
    for (int key = 0; key < 40; key++) {
      rows.add(Version.put("key%02d".formatted(key), 2, "value"));
      rows.add(Version.put("key%02d".formatted(key), 1, "value"));
    }
    try (RunWriter writer = writer(1 << 20, "key00", "key1", "key10", "key11", "key39")) {
      writer.append(Version.block(rows), 0, 80, true);
      assertThat(firstKeys(writer.finish(80))).containsExactly("key00", "key10", "key11", "key39");
    }
  }

  @Test
  void aTargetEndsFilesBetweenBoundaries() throws IOException {
    try (RunWriter writer = writer(2000, "key15")) {
      for (int key = 0; key < 20; key++) {
        append(writer, "key%02d".formatted(key), 25);
      }
      List<SSTableFile> files = writer.finish(500);
      assertThat(files).hasSizeGreaterThan(4);
      assertThat(firstKeys(files)).contains("key15");
    }
  }

  @Test
  void filesCarryTheirPlaceInTheTree() throws IOException {
    try (RunWriter writer = writer(1 << 20)) {
      append(writer, "a", 3);
      SSTableFile file = writer.finish(3).get(0);
      assertThat(file.meta().level()).isEqualTo(2);
      assertThat(file.meta().run()).isEqualTo(9);
      assertThat(file.id()).isEqualTo(41);
      assertThat(file.meta().createdMillis()).isEqualTo(77);
      assertThat(storage.isForced(file.dataName(TestTables.TABLE))).isTrue();
      assertThat(storage.isForced(file.indexName(TestTables.TABLE))).isTrue();
    }
    assertThat(storage.names()).as("kept by the caller now").hasSize(2);
  }

  @Test
  void closingBeforeTheEndDeletesEveryFile() throws IOException {
    try (RunWriter writer = writer(1000)) {
      for (int key = 0; key < 20; key++) {
        append(writer, "key%02d".formatted(key), 25);
      }
      assertThat(storage.names()).hasSizeGreaterThan(3);
    }
    assertThat(storage.names()).isEmpty();
    assertThat(storage.openFiles()).isZero();
  }

  @Test
  void aCountThatIsOffKeepsNothing() throws IOException {
    try (RunWriter writer = writer(1000)) {
      append(writer, "a", 3);
      assertThatThrownBy(() -> writer.finish(4))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("3 entries were written to level 2 instead of 4");
    }
    assertThat(storage.names()).isEmpty();
  }

  @Test
  void aRunOfNothingHasNoFiles() throws IOException {
    try (RunWriter writer = writer(1000)) {
      assertThat(writer.finish(0)).isEmpty();
    }
    assertThat(storage.names()).isEmpty();
  }
}
