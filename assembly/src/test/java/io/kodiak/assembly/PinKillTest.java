package io.kodiak.assembly;

import static io.kodiak.assembly.TestDatabase.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.FilePin;
import io.kodiak.engine.database.PinnedFile;
import io.kodiak.engine.database.Table;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child process pins and releases files until it is killed. */
class PinKillTest {
  private static final int ROUNDS = Boolean.getBoolean("kodiak.nightly") ? 50 : 3;

  @TempDir Path directory;

  @Test
  void everyPinIsWholeOrGoneAfterAKill() throws Exception {
    long seed = Long.getLong("kodiak.seed", new Random().nextLong());
    System.out.println("PinKillTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      long acknowledged = pinUntilKilled(20 + random.nextInt(60));
      check(acknowledged, "seed " + seed + ", round " + round);
    }
  }

  /** Runs the child; the last pin that it acknowledged, which it did not begin to release. */
  private long pinUntilKilled(int pins) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                String.join(
                    File.pathSeparator,
                    System.getProperty("jdk.module.path", ""),
                    System.getProperty("java.class.path"),
                    Path.of("target", "test-classes").toAbsolutePath().toString(),
                    Path.of("target", "classes").toAbsolutePath().toString()),
                Pinner.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long last = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      for (int i = 0; i < pins; i++) {
        String line = lines.readLine();
        assertThat(line).as("the child ended by itself").isNotNull();
        last = Long.parseLong(line);
      }
      child.toHandle().destroyForcibly();
      String line = lines.readLine();
      while (line != null) {
        String next = lines.readLine();
        last = next == null ? last : Long.parseLong(line);
        line = next;
      }
    }
    child.waitFor();
    return last;
  }

  private void check(long acknowledged, String description) throws IOException {
    try (Database db = TestDatabase.open(directory)) {
      TreeSet<String> listed = new TreeSet<>();
      for (FilePin pin : db.pins()) {
        listed.add(Long.toString(pin.id()));
        assertThat(pin.files()).as(description).isNotEmpty();
        for (PinnedFile file : pin.files()) {
          assertThat(Files.size(file.path())).as(description).isEqualTo(file.bytes());
        }
      }
      assertThat(listed).as(description).contains(Long.toString(acknowledged));
      assertThat(names(directory.resolve("pins")))
          .as(description)
          .containsExactlyElementsOf(listed);
      db.pins().forEach(FilePin::close);
      assertThat(names(directory.resolve("pins"))).as(description).isEmpty();
      assertThat(db.verify(file -> {}).problems()).as(description).isEmpty();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The child: writes, pins, tells the number of the pin, and releases the one before the last. */
  static final class Pinner {
    private Pinner() {}

    public static void main(String[] arguments) throws IOException {
      Database db = TestDatabase.open(Path.of(arguments[0]));
      Table table = db.table("t");
      FilePin first = null;
      FilePin second = null;
      for (int i = 0; ; i++) {
        for (int k = 0; k < 50; k++) {
          table.put(bytes("key" + (i * 31 + k) % 500), bytes("value " + i));
        }
        FilePin pin = table.pinFiles(Duration.ofHours(1));
        System.out.println(pin.id());
        if (first != null) {
          first.close();
        }
        first = second;
        second = pin;
      }
    }
  }
}
