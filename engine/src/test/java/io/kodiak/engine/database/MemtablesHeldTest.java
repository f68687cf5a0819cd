package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import io.kodiak.engine.read.ForwardingMemtable;
import io.kodiak.engine.read.MapMemtable;
import io.kodiak.engine.storage.MemoryStorage;
import io.kodiak.engine.storage.Storage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Long work on files does not keep memtables in memory that were flushed meanwhile. */
class MemtablesHeldTest {
  private static final int FLUSHES = 5;

  private final BlockGate gate = new BlockGate();
  private final AtomicInteger open = new AtomicInteger();
  private boolean faulty;

  /** Merges two runs of level 0 into level 1, once. */
  private static List<CompactionPlan> mergeTwo(TreeView tree) {
    if (tree.level(0).size() < 2 || !tree.level(1).isEmpty() || !tree.busy().isEmpty()) {
      return List.of();
    }
    Set<Long> all =
        tree.runs().stream()
            .flatMap(run -> run.tables().stream())
            .map(SSTableMeta::id)
            .collect(Collectors.toSet());
    return List.of(new CompactionPlan(all, 1, 1 << 20, 1, "two runs"));
  }

  private Database open() {
    return open(new MemoryStorage());
  }

  private Database open(Storage storage) {
    return Database.open(
        SmallDatabase.options(
                storage,
                SyncMode.NEVER,
                gate.format(),
                table ->
                    table
                        .memtable("counted", bytes -> new CountedMemtable())
                        .policy("two", MemtablesHeldTest::mergeTwo))
            .build());
  }

  private static void flush(Table table, int count) {
    for (int i = 0; i < count; i++) {
      table.put(bytes("key-" + i), bytes("value"));
      table.flush();
    }
  }

  /** Only the active memtable is open, once the flush worker has let go of the last one. */
  private void expectOne() {
    for (int i = 0; i < 10_000 && open.get() > 1; i++) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(open).as("open memtables").hasValue(1);
  }

  @Test
  void byACompaction() {
    try (Database db = open()) {
      Table table = db.table("t");
      table.put(bytes("key"), bytes("value"));
      table.flush();
      gate.hold();
      table.put(bytes("key"), bytes("other"));
      table.flush();
      gate.awaitHeld();
      try {
        flush(table, FLUSHES);
        expectOne();
      } finally {
        gate.release();
      }
    }
    assertThat(open).as("after closing").hasValue(0);
  }

  @Test
  void byAVerification() {
    try (Database db = open()) {
      Table table = db.table("t");
      flush(table, 1);
      db.verify(
          file -> {
            flush(table, FLUSHES);
            expectOne();
          });
    }
    assertThat(open).as("after closing").hasValue(0);
  }

  @Test
  void notEvenByAMemtableThatFailsToClose() {
    faulty = true;
    MemoryStorage storage = new MemoryStorage();
    try (Database db = open(storage)) {
      flush(db.table("t"), 3);
    }
    assertThat(open).as("open memtables").hasValue(0);
    try (Database db = open(storage)) {
      assertThat(SmallDatabase.contents(db.table("t"))).hasSize(3);
    }
  }

  /** A memtable that counts how many are open. */
  private final class CountedMemtable extends ForwardingMemtable {
    CountedMemtable() {
      super(new MapMemtable());
      open.incrementAndGet();
    }

    @Override
    public void close() {
      open.decrementAndGet();
      super.close();
      if (faulty) {
        throw new IllegalStateException("planted");
      }
    }
  }
}
