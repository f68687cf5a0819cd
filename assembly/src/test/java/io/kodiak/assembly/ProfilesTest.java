package io.kodiak.assembly;

import static io.kodiak.assembly.TestDatabase.bytes;
import static io.kodiak.assembly.TestDatabase.contents;
import static io.kodiak.assembly.TestDatabase.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.kodiak.api.KeyRange;
import io.kodiak.assembly.EffectiveConfiguration.EffectiveSetting;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.SyncMode;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.TableStats;
import io.kodiak.testkit.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every profile makes a database that works, with the values of the profile until the user's. */
class ProfilesTest {
  @TempDir Path folder;

  static List<String> profiles() {
    return Reference.PROFILES;
  }

  private static Map<String, ConfigValue> values(String profile) {
    return ReferenceTest.values(
        "kodiak.", (ConfigObject) Reference.profile(profile).root().get("kodiak"));
  }

  private static Map<String, EffectiveSetting> settings(EngineBuilder builder) {
    return builder.check().settings().stream()
        .collect(Collectors.toMap(EffectiveSetting::path, Function.identity()));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void itsValuesAreInEffectAndSayWhereTheyAreFrom(String profile) {
    Map<String, EffectiveSetting> defaults = settings(Kodiak.builder());
    Map<String, EffectiveSetting> effective = settings(Kodiak.builder().profile(profile));
    Map<String, ConfigValue> values = values(profile);
    values.forEach(
        (path, value) -> {
          EffectiveSetting setting = effective.get(path);
          assertThat(setting).as("%s, which no plug-in knows", path).isNotNull();
          assertThat(setting.value()).as(path).isEqualTo(Literals.value(value));
          assertThat(setting.origin()).as(path).isEqualTo("profile " + profile);
          assertThat(setting.value()).as(path).isNotEqualTo(defaults.get(path).value());
        });
    effective.forEach(
        (path, setting) -> {
          if (setting.origin().startsWith("profile")) {
            assertThat(values).containsKey(path);
          }
        });
  }

  @Test
  void noneOfThemTouchesWhatACrashMayTakeOrWhereThingsLie() {
    for (String profile : profiles()) {
      assertThat(values(profile).keySet())
          .as(profile)
          .doesNotContain(
              "kodiak.wal.sync",
              "kodiak.wal.sync-interval",
              "kodiak.directory",
              "kodiak.plugins.directory",
              "kodiak.profile")
          .noneMatch(path -> path.startsWith("kodiak.tables."));
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void aDatabaseWorksAndGoesOnWithAnotherProfile(String profile) {
    long seed = TestRun.seed("aDatabaseWorksAndGoesOnWithAnotherProfile(" + profile + ")");
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, String> model = new TreeMap<>();
    try (Database db = open(profile)) {
      work(db.table("t"), model, random);
      expectContents(db.table("t"), model);
      db.flush();
      expectContents(db.table("t"), model);
      work(db.table("t"), model, random);
      db.compact();
      work(db.table("t"), model, random);
      expectContents(db.table("t"), model);
      assertThat(db.verify(file -> {}).problems()).isEmpty();
    }
    int next = (profiles().indexOf(profile) + 1) % profiles().size();
    try (Database db = open(profiles().get(next))) {
      expectContents(db.table("t"), model);
      work(db.table("t"), model, random);
      db.compact();
      expectContents(db.table("t"), model);
    }
  }

  private Database open(String profile) {
    return Kodiak.builder()
        .profile(profile)
        .directory(folder.resolve("data"))
        .sync(SyncMode.NEVER)
        .open();
  }

  private static void work(Table table, Map<String, String> model, SplittableRandom random) {
    for (int i = 0; i < TestRun.scaled(3_000); i++) {
      int number = random.nextInt(1_000);
      String key = "tenant" + number % 7 + "/user" + number % 50 + "/" + number;
      if (random.nextInt(5) == 0) {
        table.delete(bytes(key));
        model.remove(key);
      } else {
        String value = "value" + random.nextInt();
        table.put(bytes(key), bytes(value));
        model.put(key, value);
      }
    }
  }

  private static void expectContents(Table table, Map<String, String> model) {
    assertThat(contents(table.scan(KeyRange.all()))).isEqualTo(model);
    assertThat(contents(table.scanDescending(KeyRange.all()))).isEqualTo(model);
    Map<String, String> part = new TreeMap<>(model);
    part.keySet().removeIf(key -> !key.startsWith("tenant3/user2"));
    assertThat(contents(table.scan(KeyRange.prefix(bytes("tenant3/user2"))))).isEqualTo(part);
    for (int number = 0; number < 1_000; number += 7) {
      String key = "tenant" + number % 7 + "/user" + number % 50 + "/" + number;
      byte[] found = table.get(bytes(key));
      assertThat(found == null ? null : text(found)).as(key).isEqualTo(model.get(key));
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void whatTheUserSetsWinsForAllTablesAndForOne(String profile) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("kodiak.conf"),
            """
            kodiak {
              profile = %s
              wal.sync = never
              cache-size = 9 MiB
              table-defaults {
                memtable { type = skiplist, flush-size = 3 MiB, flush-entries = 500 }
                format { block-size = 3 KiB, parquet.last-level-compression = snappy }
                compaction.leveled.level0-runs = 3
              }
              tables.own { memtable.flush-entries = 100, format.block-size = 5 KiB }
            }
            """
                .formatted(profile));
    Map<String, EffectiveSetting> effective = settings(Kodiak.builder().file(file));
    expect(effective, "cache-size", "9 MiB");
    expect(effective, "table-defaults.memtable.flush-size", "3 MiB");
    expect(effective, "table-defaults.format.block-size", "3 KiB");
    expect(effective, "table-defaults.format.parquet.last-level-compression", "snappy");
    expect(effective, "table-defaults.compaction.leveled.level0-runs", "3");
    expect(effective, "tables.own.memtable.flush-entries", "100");
    expect(effective, "tables.own.format.block-size", "5 KiB");
    assertThat(effective.keySet().stream().filter(path -> path.startsWith("kodiak.tables.")))
        .as("all else as for the other tables")
        .hasSize(2);
    try (Database db = Kodiak.open(file)) {
      assertThat(db.stats().cacheCapacity()).isEqualTo(9 << 20);
      for (int i = 0; i < 100; i++) {
        db.table("own").put(bytes("key" + i), bytes("v"));
        db.table("other").put(bytes("key" + i), bytes("v"));
      }
      db.awaitIdle();
      TableStats own = db.table("own").stats();
      assertThat(own.memtable()).isEqualTo("skiplist");
      assertThat(own.flushes()).isEqualTo(1);
      assertThat(db.table("other").stats().flushes()).isZero();
    }
  }

  private static void expect(Map<String, EffectiveSetting> effective, String path, String value) {
    EffectiveSetting setting = effective.get("kodiak." + path);
    assertThat(setting).as(path).isNotNull();
    assertThat(setting.value()).as(path).isEqualTo(value);
    assertThat(setting.origin()).as(path).contains("kodiak.conf:");
  }

  @Test
  void aSectionOfATableIsOverTheProfile() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("kodiak.conf"),
            "kodiak { profile = memory-efficient, tables.own.memtable.max-immutable = 5 }");
    Map<String, EffectiveSetting> effective = settings(Kodiak.builder().file(file));
    expect(effective, "tables.own.memtable.max-immutable", "5");
    assertThat(effective.get("kodiak.table-defaults.memtable.max-immutable").origin())
        .isEqualTo("profile memory-efficient");
  }
}
