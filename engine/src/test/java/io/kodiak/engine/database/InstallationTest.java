package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static io.kodiak.engine.database.SmallDatabase.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.engine.storage.MemoryStorage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the files of a flush or compaction whose edit the manifest does not take. */
class InstallationTest {
  private static final Map<String, String> EXPECTED = Map.of("a", "1", "b", "2", "c", "2");

  private final MemoryStorage storage = new MemoryStorage();
  private final AtomicReference<String> fails = new AtomicReference<>("");

  /** Fails the next call to a file whose name begins so: {@code write MANIFEST}. */
  private Database open() {
    storage.watch(
        (call, name) -> {
          String next = fails.get();
          if (!next.isEmpty() && (call + " " + name).startsWith(next)) {
            fails.set("");
            throw new IOException("injected: " + call + " " + name);
          }
        });
    return SmallDatabase.open(storage);
  }

  /** One run, and what another is to be made of. */
  private static void fill(Table table) {
    table.put(bytes("a"), bytes("1"));
    table.put(bytes("b"), bytes("1"));
    table.flush();
    table.put(bytes("b"), bytes("2"));
    table.put(bytes("c"), bytes("2"));
  }

  private static void fillRuns(Table table) {
    fill(table);
    table.flush();
  }

  private List<String> files() {
    return storage.names().stream().filter(name -> name.startsWith("tables/t/")).toList();
  }

  /** Every SSTable has two files. */
  private static int filesOfTree(Table table) {
    return 2 * table.stats().runs().stream().mapToInt(run -> run.tables().size()).sum();
  }

  /** The failure is tried again, and what the first attempt wrote is no longer there. */
  private void leavesNothing(Database db, String call, Consumer<Table> work) {
    Table table = db.table("t");
    // A flush goes on behind its end, with an edit that lets go of the log.
    db.awaitIdle();
    fails.set(call);
    work.accept(table);
    assertThat(fails.get()).as("the call that was to fail").isEmpty();
    db.awaitIdle();
    assertThat(db.state()).isEqualTo(DatabaseState.HEALTHY);
    assertThat(files()).hasSize(filesOfTree(table));
    assertThat(contents(table)).isEqualTo(EXPECTED);
  }

  @Test
  void aFlushThatIsNotInstalledLeavesNoFiles() {
    try (Database db = open()) {
      fill(db.table("t"));
      leavesNothing(db, "write MANIFEST", Table::flush);
    }
  }

  @Test
  void aCompactionThatIsNotInstalledLeavesNoFiles() {
    try (Database db = open()) {
      fillRuns(db.table("t"));
      leavesNothing(db, "write MANIFEST", Table::compact);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"create MANIFEST", "force MANIFEST", "write CURRENT", "force CURRENT"})
  void norDoesOneThatWouldBeginAManifest(String call) {
    try (Database db = open()) {
      fillRuns(db.table("t"));
    }
    try (Database db = open()) {
      leavesNothing(db, call, Table::compact);
    }
  }

  /** Neither what was written may go, nor what it replaces. */
  private void keepsAllUntilItIsOpenedAgain(Database db, String call, Consumer<Table> work) {
    Table table = db.table("t");
    db.awaitIdle();
    int before = files().size();
    fails.set(call);
    assertThatThrownBy(() -> work.accept(table)).hasMessageContaining("it is unknown whether");
    assertThat(db.state()).isEqualTo(DatabaseState.READ_ONLY);
    assertThat(files()).hasSize(before + 2);
    assertThat(contents(table)).isEqualTo(EXPECTED);
    db.close();
    try (Database again = open()) {
      assertThat(again.verify(name -> {}).problems()).isEmpty();
      assertThat(contents(again.table("t"))).isEqualTo(EXPECTED);
      assertThat(files()).hasSize(filesOfTree(again.table("t")));
    }
  }

  @Test
  void theFilesOfAFlushStayWhenItIsUnknownWhetherItIsInstalled() {
    try (Database db = open()) {
      fill(db.table("t"));
      keepsAllUntilItIsOpenedAgain(db, "force MANIFEST", Table::flush);
    }
  }

  @Test
  void theFilesOfACompactionStayWhenItIsUnknownWhetherItIsInstalled() {
    try (Database db = open()) {
      fillRuns(db.table("t"));
      keepsAllUntilItIsOpenedAgain(db, "force MANIFEST", Table::compact);
    }
  }

  @Test
  void soDoTheyWhereAManifestMayHaveBegun() {
    try (Database db = open()) {
      fillRuns(db.table("t"));
    }
    try (Database db = open()) {
      keepsAllUntilItIsOpenedAgain(db, "rename CURRENT", Table::compact);
    }
  }

  @Test
  void aFileThatOnlyChangesItsPlaceStays() {
    try (Database db = open()) {
      Table table = db.table("t");
      table.put(bytes("a"), bytes("1"));
      table.flush();
      db.awaitIdle();
      fails.set("write MANIFEST");
      table.compact();
      assertThat(fails.get()).isEmpty();
      assertThat(table.stats().trivialMoves()).isEqualTo(1);
      assertThat(contents(table)).isEqualTo(Map.of("a", "1"));
      assertThat(db.verify(name -> {}).problems()).isEmpty();
    }
  }
}
