package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kodiak.api.CompactionPlan;
import io.kodiak.engine.database.TreeWarning.Kind;
import io.kodiak.engine.storage.MemoryStorage;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private final MemoryStorage storage = new MemoryStorage();

  private Database open(Consumer<TableOptions.Builder> change) {
    return Database.open(
        SmallDatabase.options(storage, SyncMode.NEVER, SmallDatabase.FORMAT, change).build());
  }

  private static void fill(Table table, int count, String value) {
    for (int i = 0; i < count; i++) {
      table.put(bytes("key-%06d".formatted(i)), bytes(value));
    }
    table.flush();
  }

  private static List<Kind> kinds(TableExplanation explanation) {
    return explanation.warnings().stream().map(TreeWarning::kind).toList();
  }

  @Test
  void anEmptyTableCostsNothing() {
    try (Database db = open(table -> {})) {
      TableExplanation explanation = db.table("t").explain();
      assertThat(explanation.table()).isEqualTo("t");
      assertThat(explanation.policy()).isEqualTo("none");
      assertThat(explanation.levels()).isEmpty();
      assertThat(explanation.running()).isEmpty();
      assertThat(explanation.next()).isEmpty();
      assertThat(explanation.warnings()).isEmpty();
      Amplification cost = explanation.amplification();
      assertThat(cost.write()).isZero();
      assertThat(cost.greatestRuns()).isZero();
      assertThat(cost.space()).isEqualTo(1);
    }
  }

  @Test
  void tellsLevelsAndWhatTheyCost() {
    try (Database db = open(table -> {})) {
      Table table = db.table("t");
      fill(table, 100, "old");
      table.compact();
      fill(table, 50, "new");
      TableExplanation explanation = table.explain();
      assertThat(explanation.levels()).extracting(LevelExplanation::level).containsExactly(0, 1);
      LevelExplanation upper = explanation.levels().get(0);
      assertThat(upper.entries()).isEqualTo(50);
      assertThat(upper.runs()).isOne();
      assertThat(upper.compactions()).isZero();
      LevelExplanation lower = explanation.levels().get(1);
      assertThat(lower.entries()).isEqualTo(100);
      assertThat(lower.compactions()).isOne();
      assertThat(lower.lastReason()).isEqualTo("asked for by hand");
      assertThat(lower.newestMillis()).isGreaterThanOrEqualTo(lower.oldestMillis());
      Amplification cost = explanation.amplification();
      assertThat(cost.bytesWritten()).isEqualTo(150 * (10 + 3));
      assertThat(cost.write())
          .isCloseTo(
              (cost.bytesAdded() + cost.bytesCompacted()) / (double) cost.bytesWritten(),
              within(1e-9));
      assertThat(cost.greatestRuns()).isEqualTo(2);
      assertThat(cost.averageRuns()).isBetween(1.0, 2.0);
      assertThat(cost.space()).as("50 of 150 entries are overwritten").isEqualTo(1.5);
      assertThat(cost.read()).isEqualTo(cost.memtables() + cost.averageRuns());
    }
  }

  @Test
  void whatIsOverwrittenInMemoryCannotBeReadEither() {
    try (Database db = open(table -> {})) {
      Table table = db.table("t");
      fill(table, 10, "old");
      for (int i = 0; i < 10; i++) {
        table.delete(bytes("key-%06d".formatted(i)));
      }
      assertThat(table.explain().amplification().space()).isInfinite();
    }
  }

  @Test
  void tellsWhatThePolicyWouldDoNextAndThatItIsPaused() {
    try (Database db =
        open(
            table ->
                table.policy(
                    "one",
                    tree ->
                        tree.runs().isEmpty()
                            ? List.of()
                            : List.of(
                                new CompactionPlan(
                                    Set.of(tree.runs().get(0).tables().get(0).id()),
                                    1 + tree.lastLevel(),
                                    1000,
                                    5,
                                    "down it goes"))))) {
      db.pauseCompaction();
      Table table = db.table("t");
      fill(table, 10, "v");
      TableExplanation explanation = table.explain();
      assertThat(explanation.next())
          .singleElement()
          .satisfies(
              plan -> {
                assertThat(plan.reason()).isEqualTo("down it goes");
                assertThat(plan.level()).isOne();
                assertThat(plan.inputs()).hasSize(1);
              });
      assertThat(explanation.amplification().bytesWaiting())
          .isEqualTo(table.stats().sstableBytes());
      assertThat(kinds(explanation)).containsExactly(Kind.PAUSED);
      assertThat(explanation.warnings().get(0).message()).contains("compaction is paused since");
      assertThat(explanation.warnings().get(0).remedy()).contains("kodiak compaction resume");
    }
  }

  @Test
  void warnsOfManyOverlappingRunsAndOfSmallFiles() {
    try (Database db = open(table -> {})) {
      Table table = db.table("t");
      for (int i = 0; i < 10; i++) {
        fill(table, 1, "v" + i);
      }
      assertThat(table.explain().warnings()).isEmpty();
      fill(table, 1, "one more");
      assertThat(kinds(table.explain())).containsExactly(Kind.OVERLAPPING_RUNS);
      assertThat(table.explain().warnings().get(0).message()).contains("up to 11 runs");
      for (int i = 0; i < 21; i++) {
        table.put(bytes("other-" + i), bytes("v"));
        table.flush();
      }
      assertThat(kinds(table.explain())).containsExactly(Kind.OVERLAPPING_RUNS, Kind.SMALL_FILES);
      table.compact();
      assertThat(table.explain().warnings()).isEmpty();
    }
  }

  @Test
  void warnsOfTombstonesThatPileUp() {
    try (Database db = open(table -> {})) {
      Table table = db.table("t");
      fill(table, 3_000, "v");
      table.compact();
      for (int i = 0; i < 1_000; i++) {
        table.delete(bytes("key-%06d".formatted(i)));
      }
      table.flush();
      assertThat(kinds(table.explain())).containsExactly(Kind.TOMBSTONES);
      assertThat(table.explain().warnings().get(0).message()).contains("1000 of 4000 entries");
      table.compact();
      assertThat(table.explain().warnings()).isEmpty();
    }
  }
}
