package io.kodiak.assembly;

import static io.kodiak.assembly.TestDatabase.bytes;
import static io.kodiak.assembly.TestDatabase.contents;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.KeyRange;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.WriteBatch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that ends anywhere, as after the loss of power. */
class TornLogTest {
  private static final int BATCHES = 12;

  @TempDir Path directory;

  /**
   * The contents of both tables after each batch; the first entry is that of the empty database.
   */
  private final List<TreeMap<String, String>> states = new ArrayList<>();

  @Test
  void recoversAPrefixWhereverTheLastSegmentIsCut() throws Exception {
    Path original = directory.resolve("original");
    write(original);
    Path segment = lastSegment(original);
    int used = usedBytes(segment);
    assertThat(used).isGreaterThan(BATCHES * 20);
    int previous = 0;
    for (int length = 0; length <= used; length++) {
      int state = stateAfterCut(original, segment, length);
      assertThat(state).as("cut at byte %d", length).isGreaterThanOrEqualTo(previous);
      previous = state;
    }
    assertThat(previous).isEqualTo(BATCHES);
  }

  private void write(Path target) throws IOException {
    states.add(new TreeMap<>());
    try (Database db = TestDatabase.open(target)) {
      Table a = db.table("a");
      Table b = db.table("b");
      for (int i = 0; i < BATCHES; i++) {
        TreeMap<String, String> next = new TreeMap<>(states.get(i));
        WriteBatch batch = new WriteBatch();
        put(batch, a, next, "key" + i % 7, "value" + i);
        put(batch, b, next, "other" + i % 5, "v".repeat(i));
        if (i % 3 == 0) {
          batch.delete(a, bytes("key" + (i + 3) % 7));
          next.remove("a/key" + (i + 3) % 7);
        }
        db.write(batch);
        states.add(next);
      }
    }
  }

  private static void put(
      WriteBatch batch, Table table, Map<String, String> model, String key, String value) {
    batch.put(table, bytes(key), bytes(value));
    model.put(table.name() + "/" + key, value);
  }

  /** Opens a copy whose last segment is cut, twice, and says which state was found. */
  private int stateAfterCut(Path original, Path segment, int length) throws IOException {
    Path copy = directory.resolve("cut-" + length);
    TestDatabase.copy(original, copy);
    Path cut = copy.resolve(original.relativize(segment));
    try (RandomAccessFile file = new RandomAccessFile(cut.toFile(), "rw")) {
      long size = file.length();
      file.setLength(length);
      if (length % 2 == 0) {
        // Half of the time the file keeps its size and ends in zeros, as preallocated ones do.
        file.setLength(size);
      }
    }
    int state = openAndFind(copy);
    if (length % 8 == 0) {
      assertThat(openAndFind(copy)).as("opened again after a cut at %d", length).isEqualTo(state);
    }
    delete(copy);
    return state;
  }

  private int openAndFind(Path copy) throws IOException {
    try (Database db = TestDatabase.open(copy)) {
      TreeMap<String, String> found = new TreeMap<>();
      for (String name : db.tableNames()) {
        contents(db.table(name).scan(KeyRange.all()))
            .forEach((key, value) -> found.put(name + "/" + key, value));
      }
      assertThat(states).contains(found);
      return states.indexOf(found);
    }
  }

  private static Path lastSegment(Path database) throws IOException {
    Path best = null;
    try (Stream<Path> files = Files.list(database.resolve("wal"))) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        if (usedBytes(file) > 0) {
          best = file;
        }
      }
    }
    assertThat(best).isNotNull();
    return best;
  }

  /** The length of the file without the zeros at its end. */
  private static int usedBytes(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    int used = content.length;
    while (used > 0 && content[used - 1] == 0) {
      used--;
    }
    return used;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
