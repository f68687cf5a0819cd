package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import io.kodiak.engine.storage.MemoryStorage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What policies are told of tables that nobody writes to, and when. */
class QuietTableTest {
  private static final long QUIET_MILLIS = 10_000;

  private final AtomicLong nowMillis = new AtomicLong(1_000);
  private final AtomicLong seenQuiet = new AtomicLong();
  private final AtomicReference<CountDownLatch> asked =
      new AtomicReference<>(new CountDownLatch(0));

  /** Merges everything into level 1 once the table has been quiet for ten seconds. */
  private List<CompactionPlan> plan(TreeView tree) {
    seenQuiet.set(tree.quietMillis());
    asked.get().countDown();
    if (tree.quietMillis() < QUIET_MILLIS || tree.level(0).isEmpty() || !tree.busy().isEmpty()) {
      return List.of();
    }
    Set<Long> all =
        tree.runs().stream()
            .flatMap(run -> run.tables().stream())
            .map(SSTableMeta::id)
            .collect(Collectors.toSet());
    return List.of(new CompactionPlan(all, 1, 1 << 20, 1, "quiet"));
  }

  private Database open() {
    return Database.open(
        SmallDatabase.options(
                new MemoryStorage(),
                SyncMode.NEVER,
                SmallDatabase.FORMAT,
                table -> table.policy("quiet", this::plan))
            .policyInterval(Duration.ofMillis(1))
            .clock(new SetClock())
            .build());
  }

  /** Waits until the policy was asked anew, after what went before. */
  private void awaitAsked() throws InterruptedException {
    CountDownLatch twice = new CountDownLatch(2);
    asked.set(twice);
    twice.await();
  }

  @Test
  void isMergedByAPolicyThatWaitedForIt() throws InterruptedException {
    try (Database db = open()) {
      Table table = db.table("t");
      table.put(bytes("key"), bytes("value"));
      table.flush();
      table.put(bytes("key"), bytes("other"));
      table.flush();
      awaitAsked();
      nowMillis.addAndGet(QUIET_MILLIS - 1);
      awaitAsked();
      assertThat(seenQuiet).hasValue(QUIET_MILLIS - 1);
      assertThat(table.stats().runs()).hasSize(2);
      nowMillis.addAndGet(1);
      while (table.stats().runs().size() > 1) {
        Thread.onSpinWait();
      }
      assertThat(table.stats().runs().get(0).level()).isEqualTo(1);
    }
  }

  @Test
  void isNotQuietAnyMoreOnceItIsWrittenTo() throws InterruptedException {
    try (Database db = open()) {
      Table table = db.table("t");
      table.put(bytes("key"), bytes("value"));
      table.flush();
      awaitAsked();
      nowMillis.addAndGet(QUIET_MILLIS - 1);
      table.put(bytes("key"), bytes("a write that waits in memory"));
      awaitAsked();
      assertThat(seenQuiet).hasValue(0);
      nowMillis.addAndGet(QUIET_MILLIS - 1);
      awaitAsked();
      assertThat(seenQuiet).hasValue(QUIET_MILLIS - 1);
    }
  }

  @Test
  void isTimedAnewWhenTheClockGoesBackwards() {
    QuietTime quiet = new QuietTime();
    assertThat(quiet.look(0, 5_000)).isZero();
    assertThat(quiet.look(0, 9_000)).isEqualTo(4_000);
    assertThat(quiet.look(0, 4_000)).isZero();
    assertThat(quiet.look(0, 4_500)).isEqualTo(500);
    assertThat(quiet.look(1, 4_600)).isZero();
  }

  private final class SetClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(nowMillis.get());
    }
  }
}
