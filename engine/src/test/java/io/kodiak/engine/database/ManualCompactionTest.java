package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static io.kodiak.engine.database.SmallDatabase.contents;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.KeyRange;
import io.kodiak.api.Run;
import io.kodiak.engine.sstable.Seed;
import io.kodiak.engine.storage.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManualCompactionTest {
  private final MemoryStorage storage = new MemoryStorage();
  private final BlockGate gate = new BlockGate();
  private final List<CompactionRequest.Progress> told = new ArrayList<>();
  private Database db;
  private Table table;

  @BeforeEach
  void open() {
    db =
        Database.open(
            SmallDatabase.options(storage, SyncMode.NEVER, gate.format(), options -> {}).build());
    table = db.table("t");
  }

  @AfterEach
  void close() {
    db.close();
    try (Database again = SmallDatabase.open(storage)) {
      assertThat(again.verify(name -> {}).problems()).isEmpty();
      long files =
          again.table("t").stats().runs().stream().mapToLong(run -> run.tables().size()).sum();
      assertThat(storage.names().stream().filter(name -> name.startsWith("tables/t/")))
          .hasSize((int) (2 * files));
    }
  }

  /** A run with the keys from one letter to another, upper ones first. */
  private void run(char from, char to, String value) {
    for (char letter = from; letter <= to; letter++) {
      table.put(bytes("" + letter), bytes(value));
    }
    table.flush();
  }

  private static CompactionRequest range(String from, String to) {
    return CompactionRequest.ALL.withRange(KeyRange.of(bytes(from), bytes(to)));
  }

  /** The runs as levels and keys, newest first: {@code 0 a-c}. */
  private List<String> runs() {
    return table.stats().runs().stream().map(run -> run.level() + " " + text(run)).toList();
  }

  private static String text(Run run) {
    return new String(run.firstKey().toByteArray(), UTF_8)
        + "-"
        + new String(run.lastKey().toByteArray(), UTF_8);
  }

  @Test
  void aRangeLeavesTheRestOfTheTableAlone() {
    run('a', 'c', "1");
    run('b', 'd', "2");
    run('p', 'r', "3");
    table.compact(range("c", "d"), told::add);
    assertThat(runs()).containsExactly("0 p-r", "1 a-d");
    CompactionRequest.Progress end = told.get(told.size() - 1);
    assertThat(end.table()).isEqualTo("t");
    assertThat(end.files()).isEqualTo(2);
    assertThat(end.bytes()).isPositive();
    assertThat(end.bytesDone()).isEqualTo(end.bytes());
    assertThat(contents(table)).containsAllEntriesOf(Map.of("a", "1", "c", "2", "r", "3"));
    table.compact();
    assertThat(runs()).containsExactly("1 a-r");
  }

  @Test
  void aLevelIsWhereTheDataGoes() {
    run('a', 'c', "1");
    table.compact(CompactionRequest.ALL.withLevel(3), told::add);
    assertThat(runs()).containsExactly("3 a-c");
    run('a', 'b', "2");
    run('c', 'd', "2");
    table.compact(CompactionRequest.ALL.withLevel(1), told::add);
    assertThat(runs()).containsExactly("1 a-d", "3 a-c");
    table.delete(bytes("a"));
    table.compact(range("a", "b"), told::add);
    assertThat(runs()).containsExactly("3 b-d");
  }

  @Test
  void versionsThatNoSnapshotNeedsAreGoneEvenWhereNothingIsMerged() {
    try (Snapshot first = db.snapshot()) {
      table.put(bytes("a"), bytes("1"));
      try (Snapshot second = db.snapshot()) {
        table.put(bytes("a"), bytes("2"));
        table.flush();
        assertThat(table.get(bytes("a"), first)).isNull();
        assertThat(table.get(bytes("a"), second)).isEqualTo(bytes("1"));
      }
    }
    assertThat(table.stats().sstableEntries()).isEqualTo(2);
    table.compact();
    assertThat(table.stats().sstableEntries()).isEqualTo(1);
    assertThat(contents(table)).isEqualTo(Map.of("a", "2"));
  }

  @Test
  void aRunThatNeedsNoChangeIsOnlyMoved() {
    run('a', 'c', "1");
    table.compact();
    assertThat(runs()).containsExactly("1 a-c");
    assertThat(table.stats().trivialMoves()).isEqualTo(1);
    assertThat(table.stats().compactions()).isZero();
  }

  @Test
  void whereNothingOverlapsNothingIsDone() {
    table.compact(CompactionRequest.ALL, told::add);
    run('a', 'c', "1");
    table.compact(range("x", "z"), told::add);
    assertThat(runs()).containsExactly("0 a-c");
    assertThat(told).allMatch(progress -> progress.files() == 0 && progress.bytes() == 0);
    assertThat(table.stats().compactions()).isZero();
  }

  @Test
  void noRangeAndNoLevelChangesWhatIsRead() {
    SplittableRandom random = Seed.random(this);
    Map<String, String> expected = new TreeMap<>();
    try (Snapshot empty = db.snapshot()) {
      for (int round = 0; round < 60; round++) {
        for (int i = random.nextInt(60); i >= 0; i--) {
          String key = key(random);
          if (random.nextInt(4) == 0) {
            table.delete(bytes(key));
            expected.remove(key);
          } else {
            table.put(bytes(key), bytes("value " + round));
            expected.put(key, "value " + round);
          }
        }
        CompactionRequest request = random.nextBoolean() ? CompactionRequest.ALL : any(random);
        table.compact(
            random.nextInt(3) == 0 ? request : request.withLevel(random.nextInt(5)), told::add);
        assertThat(contents(table)).as("round %d: %s", round, request).isEqualTo(expected);
        assertThat(table.get(bytes(key(random)), empty)).isNull();
      }
    }
    table.compact();
    assertThat(table.stats().sstableEntries()).isEqualTo(expected.size());
  }

  private static String key(SplittableRandom random) {
    return "%03d".formatted(random.nextInt(200));
  }

  private static CompactionRequest any(SplittableRandom random) {
    String from = key(random);
    return CompactionRequest.ALL.withRange(
        random.nextBoolean()
            ? KeyRange.from(bytes(from))
            : KeyRange.of(bytes(from), bytes(from + random.nextInt(10))));
  }

  @Test
  void whatCannotBeAskedForIsRefused() {
    assertThatThrownBy(() -> CompactionRequest.ALL.withLevel(64)).hasMessageContaining("0 to 63");
    assertThatThrownBy(() -> CompactionRequest.ALL.withLevel(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> range("b", "b")).hasMessageContaining("no key lies between");
  }

  @Test
  void anExceptionOfWhoeverIsToldCancelsIt() {
    run('a', 'c', "1");
    run('b', 'd', "2");
    List<Run> before = table.stats().runs();
    gate.hold();
    assertThatThrownBy(
            () ->
                table.compact(
                    CompactionRequest.ALL,
                    progress -> {
                      if (progress.files() > 0) {
                        throw new IllegalStateException("enough");
                      }
                    }))
        .hasMessageContaining("enough");
    gate.release();
    db.awaitIdle();
    assertThat(table.stats().runs()).isEqualTo(before);
    assertThat(db.compactionStatus().waiting()).isEmpty();
    table.compact();
    assertThat(runs()).containsExactly("1 a-d");
  }

  @Test
  void anInterruptCancelsIt() throws InterruptedException {
    run('a', 'c', "1");
    run('b', 'd', "2");
    List<Run> before = table.stats().runs();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread asking = compactAside(thrown);
    asking.interrupt();
    asking.join();
    gate.release();
    db.awaitIdle();
    assertThat(thrown.get()).hasMessageContaining("the compaction is cancelled");
    assertThat(table.stats().runs()).isEqualTo(before);
  }

  @Test
  void closingCancelsIt() throws InterruptedException {
    run('a', 'c', "1");
    run('b', 'd', "2");
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread asking = compactAside(thrown);
    Thread closing = new Thread(db::close);
    closing.start();
    asking.join();
    gate.release();
    closing.join();
    assertThat(((KodiakException) thrown.get()).kind()).isEqualTo(KodiakException.Kind.CLOSED);
    open();
    assertThat(runs()).containsExactly("0 b-d", "0 a-c");
  }

  @Test
  void aRequestThatWaitsForBusyFilesIsToldAsWaiting() throws InterruptedException {
    run('a', 'c', "1");
    run('b', 'd', "2");
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread first = compactAside(thrown);
    CountDownLatch asked = new CountDownLatch(1);
    Thread second =
        new Thread(
            () -> table.compact(CompactionRequest.ALL.withLevel(2), told -> asked.countDown()));
    second.start();
    asked.await();
    CompactionStatus status = db.compactionStatus();
    gate.release();
    first.join();
    second.join();
    assertThat(status.running()).singleElement().matches(RunningCompaction::byHand);
    assertThat(status.waiting())
        .singleElement()
        .satisfies(
            waiting -> {
              assertThat(waiting.byHand()).isTrue();
              assertThat(waiting.level()).isEqualTo(2);
              assertThat(waiting.inputs()).isEqualTo(status.running().get(0).inputs());
            });
    assertThat(runs()).containsExactly("2 a-d");
    assertThat(db.compactionStatus().waiting()).isEmpty();
  }

  /** Begins a compaction that is held at its first block, and shows as running by hand. */
  private Thread compactAside(AtomicReference<Throwable> thrown) {
    gate.hold();
    Thread asking =
        new Thread(
            () -> {
              try {
                table.compact();
              } catch (KodiakException e) {
                thrown.set(e);
              }
            });
    asking.start();
    gate.awaitHeld();
    assertThat(db.compactionStatus().running()).allMatch(RunningCompaction::byHand).hasSize(1);
    return asking;
  }
}
