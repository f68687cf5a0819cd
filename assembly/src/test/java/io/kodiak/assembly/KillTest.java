package io.kodiak.assembly;

import static io.kodiak.assembly.TestDatabase.bytes;
import static io.kodiak.assembly.TestDatabase.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.KeyRange;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Scan;
import io.kodiak.engine.database.SyncMode;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.WriteBatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child process writes and acknowledges over a pipe until it is killed. */
class KillTest {
  private static final int ROUNDS = Boolean.getBoolean("kodiak.nightly") ? 100 : 3;

  private static final List<SyncMode> SYNC_MODES =
      List.of(SyncMode.ALWAYS, SyncMode.INTERVAL, SyncMode.NEVER);

  @TempDir Path directory;

  @Test
  void findsEveryAcknowledgedWriteAfterAKill() throws Exception {
    long seed = Long.getLong("kodiak.seed", new Random().nextLong());
    System.out.println("KillTest seed " + seed);
    Random random = new Random(seed);
    long acknowledged = -1;
    for (int round = 0; round < ROUNDS; round++) {
      SyncMode sync = SYNC_MODES.get(random.nextInt(3));
      acknowledged = writeUntilKilled(sync, acknowledged + 1, 1_000 + random.nextInt(3_000));
      long found = check(acknowledged, "seed " + seed + ", round " + round + ", " + sync);
      // What was written but not yet acknowledged may be there as well.
      acknowledged = found;
    }
  }

  /** Runs the child from batch {@code from} on and returns the last batch that it acknowledged. */
  private long writeUntilKilled(SyncMode sync, long from, int batches) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("jdk.module.path", "")
                    + java.io.File.pathSeparator
                    + System.getProperty("java.class.path")
                    + java.io.File.pathSeparator
                    + Path.of("target", "test-classes").toAbsolutePath()
                    + java.io.File.pathSeparator
                    + Path.of("target", "classes").toAbsolutePath(),
                Writer.class.getName(),
                directory.toString(),
                sync.name(),
                Long.toString(from))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long last = from - 1;
    try (BufferedReader acknowledgements =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      for (int i = 0; i < batches; i++) {
        String line = acknowledgements.readLine();
        assertThat(line).as("the child ended by itself").isNotNull();
        last = Long.parseLong(line);
      }
      // Not Process.destroyForcibly(), which closes the pipe with what is still in it.
      child.toHandle().destroyForcibly();
      // What is still in the pipe was acknowledged too; its last line may be torn.
      String line = acknowledgements.readLine();
      while (line != null) {
        String next = acknowledgements.readLine();
        if (next != null) {
          last = Long.parseLong(line);
        }
        line = next;
      }
    }
    child.waitFor();
    return last;
  }

  /** Opens the database and returns the last batch that it holds, which has to be a whole one. */
  private long check(long acknowledged, String description) throws IOException {
    try (Database db = TestDatabase.open(directory)) {
      NavigableSet<Long> left = batches(db.table("left"));
      NavigableSet<Long> right = batches(db.table("right"));
      assertThat(left).as(description).isEqualTo(right);
      long last = left.last();
      assertThat(last).as(description).isGreaterThanOrEqualTo(acknowledged);
      assertThat(left).as(description).hasSize((int) last + 1);
      assertThat(db.verify(file -> {}).problems()).as(description).isEmpty();
      return last;
    }
  }

  private static NavigableSet<Long> batches(Table table) {
    NavigableSet<Long> found = new TreeSet<>();
    try (Scan scan = table.scan(KeyRange.all())) {
      while (scan.next()) {
        long batch = Long.parseLong(text(scan.key()));
        assertThat(text(scan.value())).isEqualTo(Writer.value(batch));
        found.add(batch);
      }
    }
    return found;
  }

  /** The child: writes batch after batch and prints the number of each when it is acknowledged. */
  static final class Writer {
    private Writer() {}

    static String value(long batch) {
      return ("value of batch " + batch + " ").repeat((int) (batch % 20) + 1);
    }

    public static void main(String[] arguments) throws IOException {
      Path directory = Path.of(arguments[0]);
      SyncMode sync = SyncMode.valueOf(arguments[1]);
      Database db =
          TestDatabase.open(
              directory, options -> options.sync(sync, Duration.ofMillis(20)), table -> {});
      Table left = db.table("left");
      Table right = db.table("right");
      for (long batch = Long.parseLong(arguments[2]); ; batch++) {
        byte[] key = bytes("%012d".formatted(batch));
        byte[] value = bytes(value(batch));
        db.write(new WriteBatch().put(left, key, value).put(right, key, value));
        System.out.println(batch);
      }
    }
  }
}
