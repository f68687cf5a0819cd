package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import io.kodiak.engine.read.MapMemtable;
import io.kodiak.engine.sstable.WatchedFormat;
import io.kodiak.engine.storage.FaultyStorage;
import io.kodiak.engine.storage.FileInfo;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the compaction threads of an open database do together, and what closing does to them. */
class CompactionWorkTest {
  private static final int RUNS = 4;
  private static final int KEYS = 400;

  @TempDir private Path directory;
  private final Map<String, String> expected = new TreeMap<>();

  /** Merges everything when there are four runs on level 0. */
  private static List<CompactionPlan> mergeFour(TreeView tree) {
    if (tree.level(0).size() < RUNS || !tree.busy().isEmpty()) {
      return List.of();
    }
    Set<Long> all =
        tree.runs().stream()
            .flatMap(run -> run.tables().stream())
            .map(SSTableMeta::id)
            .collect(Collectors.toSet());
    return List.of(new CompactionPlan(all, 1, 2000, 1, "four runs"));
  }

  private DatabaseOptions options(Storage storage, int threads, Runnable onBlock) {
    WatchedFormat format = new WatchedFormat(onBlock);
    TableOptions table =
        TableOptions.builder()
            .memtable("map", size -> new MapMemtable())
            .format(new NamedFormat("columns", format))
            .blockBytes(256, 256)
            .policy("four", CompactionWorkTest::mergeFour)
            .build();
    return DatabaseOptions.builder()
        .storage(storage)
        .sync(SyncMode.NEVER, Duration.ofMillis(1))
        .wal(16 << 10, 1 << 20)
        .cacheBytes(1 << 10)
        .compactionThreads(threads)
        .formats(Map.of("columns", format))
        .tables(name -> table)
        .build();
  }

  private FaultyStorage storage() throws IOException {
    FaultyStorage storage = new FaultyStorage(new LocalStorage(directory, ReadMode.POSITIONED));
    storage.ignoreForces();
    return storage;
  }

  private void writeFourRuns(Table table) {
    for (int run = 0; run < RUNS; run++) {
      for (int i = run; i < KEYS; i += run + 1) {
        String key = "%05d".formatted(i);
        String value = key + "-" + run;
        table.put(bytes(key), bytes(value));
        expected.put(key, value);
      }
      table.flush();
    }
  }

  private static boolean isCompacting() {
    return Thread.currentThread().getName().startsWith("kodiak-compaction");
  }

  @Test
  void threadsThatAreFreeHelpWithALargeCompaction() throws IOException {
    Set<String> readers = ConcurrentHashMap.newKeySet();
    CountDownLatch two = new CountDownLatch(2);
    // No thread gets beyond its first block unless another one takes part.
    Runnable onBlock =
        () -> {
          if (isCompacting()) {
            if (readers.add(Thread.currentThread().getName())) {
              two.countDown();
            }
            await(two);
          }
        };
    try (Database db = Database.open(options(storage(), 3, onBlock))) {
      Table table = db.table("t");
      writeFourRuns(table);
      db.awaitIdle();
      assertThat(readers).hasSizeBetween(2, 3);
      TableStats stats = table.stats();
      assertThat(stats.compactions()).isEqualTo(1);
      assertThat(stats.runs()).hasSize(1);
      assertThat(SmallDatabase.contents(table)).isEqualTo(expected);
    }
  }

  @Test
  void aSingleThreadMergesAlone() throws IOException {
    Set<String> readers = ConcurrentHashMap.newKeySet();
    Runnable onBlock =
        () -> {
          if (isCompacting()) {
            readers.add(Thread.currentThread().getName());
          }
        };
    try (Database db = Database.open(options(storage(), 1, onBlock))) {
      Table table = db.table("t");
      writeFourRuns(table);
      db.awaitIdle();
      assertThat(readers).containsExactly("kodiak-compaction-1");
      assertThat(SmallDatabase.contents(table)).isEqualTo(expected);
    }
  }

  @Test
  void closingEndsAMergeBeforeItsNextBlockAndLeavesTheInputs() throws Exception {
    AtomicInteger blocks = new AtomicInteger();
    CountDownLatch middle = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Runnable onBlock =
        () -> {
          if (isCompacting() && blocks.incrementAndGet() >= 20) {
            middle.countDown();
            await(goOn);
          }
        };
    Database db = Database.open(options(storage(), 1, onBlock));
    Table table = db.table("t");
    writeFourRuns(table);
    middle.await();
    List<FileInfo> inputs = inputs(table);
    Thread closing = new Thread(db::close);
    closing.start();
    // Once it waits for the thread that compacts, it has cancelled all compactions.
    while (closing.getState() != Thread.State.WAITING
        && closing.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(1);
    }
    goOn.countDown();
    closing.join();
    assertThat(blocks).as("blocks read").hasValue(20);
    try (Storage files = storage()) {
      assertThat(files.list(FileNames.tableDirectory("t"))).isEqualTo(inputs);
    }
    try (Database again = Database.open(options(storage(), 1, () -> {}))) {
      assertThat(SmallDatabase.contents(again.table("t"))).isEqualTo(expected);
    }
  }

  /** The files of the tree, as they are on disk. */
  private List<FileInfo> inputs(Table table) throws IOException {
    Set<Long> ids =
        table.stats().runs().stream()
            .flatMap(run -> run.tables().stream())
            .map(SSTableMeta::id)
            .collect(Collectors.toSet());
    List<FileInfo> inputs = new ArrayList<>();
    for (FileInfo file : storage().list(FileNames.tableDirectory("t"))) {
      String name = file.name().substring(file.name().lastIndexOf('/') + 1);
      if (ids.contains(Long.parseLong(name.substring(0, name.indexOf('.'))))) {
        inputs.add(file);
      }
    }
    return inputs;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
