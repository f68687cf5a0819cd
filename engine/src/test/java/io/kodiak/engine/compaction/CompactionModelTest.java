package io.kodiak.engine.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.PluginException;
import io.kodiak.engine.sstable.Seed;
import io.kodiak.engine.sstable.Version;
import io.kodiak.engine.storage.FileInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random flushes and random plans, held against everything ever written: whatever plan is accepted,
 * every live snapshot reads the same afterwards.
 */
class CompactionModelTest {
  private static final int LEVELS = 4;

  private final TreeMap<Slice, TreeMap<Long, Version>> model = new TreeMap<>();
  private final TreeSet<Long> snapshots = new TreeSet<>();
  private final Map<Long, List<Version>> contents = new HashMap<>();
  private SplittableRandom random = new SplittableRandom();
  private int accepted;
  private int refused;
  private int moved;

  @BeforeEach
  void chooseSeed() {
    random = Seed.random(this);
  }

  @Test
  void snapshotsReadTheSameWhateverIsCompacted(@TempDir Path directory) throws IOException {
    int rounds = Boolean.getBoolean("kodiak.nightly") ? 300 : 10;
    for (int round = 0; round < rounds; round++) {
      model.clear();
      snapshots.clear();
      contents.clear();
      try (TableFixture table = new TableFixture(directory.resolve("round" + round))) {
        table.storage().ignoreForces();
        play(table, new RandomRows(random, random.nextInt(2, 80)), 60);
      }
    }
    assertThat(accepted).isPositive();
    assertThat(refused).isPositive();
    assertThat(moved).isPositive();
  }

  private void play(TableFixture table, RandomRows rows, int steps) throws IOException {
    for (int step = 0; step < steps; step++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> flush(table, rows);
        case 2 -> changeSnapshots(rows);
        default -> compact(table);
      }
    }
    compactEverything(table);
  }

  private void flush(TableFixture table, RandomRows rows) throws IOException {
    List<Version> versions = rows.next(random.nextInt(1, 120));
    long run = 1 + table.tree().runs().stream().mapToLong(Run::id).max().orElse(0);
    table.add(0, run, versions, random.nextInt(500, 5000));
    for (Version version : versions) {
      model.computeIfAbsent(version.key(), key -> new TreeMap<>()).put(version.sequence(), version);
    }
    verify(table);
  }

  /** A snapshot begins at what is visible then: all that was written. */
  private void changeSnapshots(RandomRows rows) {
    if (snapshots.isEmpty() || random.nextInt(3) != 0) {
      snapshots.add(rows.sequence());
    } else {
      Long[] live = snapshots.toArray(Long[]::new);
      snapshots.remove(live[random.nextInt(live.length)]);
    }
  }

  private long[] liveSnapshots() {
    return snapshots.stream().mapToLong(Long::longValue).toArray();
  }

  private void compact(TableFixture table) throws IOException {
    if (table.tree().isEmpty()) {
      return;
    }
    CompactionPlan plan = randomPlan(table);
    try {
      table.check(plan);
    } catch (PluginException refusal) {
      refused++;
      return;
    }
    CompactionResult result = table.compactInParts(plan, random.nextInt(1, 6), liveSnapshots());
    accepted++;
    moved += result.moved() ? 1 : 0;
    verify(table);
  }

  /** Some tables, and often all those that they overlap, so that the plan is sound. */
  private CompactionPlan randomPlan(TableFixture table) {
    List<SSTableMeta> all =
        table.tree().runs().stream().flatMap(run -> run.tables().stream()).toList();
    Set<SSTableMeta> chosen = new HashSet<>();
    int count = random.nextInt(1, 4);
    for (int i = 0; i < count; i++) {
      chosen.add(all.get(random.nextInt(all.size())));
    }
    int deepest = chosen.stream().mapToInt(SSTableMeta::level).max().orElseThrow();
    int level = Math.min(LEVELS, deepest + random.nextInt(3));
    int size = -1;
    while (random.nextInt(2) != 0 && size != chosen.size()) {
      size = chosen.size();
      all.stream()
          .filter(each -> each.level() <= level)
          .filter(each -> each.overlaps(first(chosen), last(chosen)))
          .forEach(chosen::add);
    }
    Set<Long> ids = new TreeSet<>();
    chosen.forEach(each -> ids.add(each.id()));
    return TableFixture.plan(level, random.nextInt(500, 5000), ids);
  }

  private static Slice first(Set<SSTableMeta> tables) {
    return tables.stream().map(SSTableMeta::firstKey).min(Slice::compareTo).orElseThrow();
  }

  private static Slice last(Set<SSTableMeta> tables) {
    return tables.stream().map(SSTableMeta::lastKey).max(Slice::compareTo).orElseThrow();
  }

  /** A merge of everything leaves nothing that no snapshot sees. */
  private void compactEverything(TableFixture table) throws IOException {
    if (table.tree().isEmpty()) {
      return;
    }
    CompactionPlan all = table.planAll(LEVELS, 2000);
    CompactionResult result = table.compactInParts(all, random.nextInt(1, 6), liveSnapshots());
    verify(table);
    if (!result.moved()) {
      List<Version> left = table.read(result.outputs());
      assertThat(left).isEqualTo(NeededVersions.of(left, liveSnapshots(), key -> false));
    }
  }

  private void verify(TableFixture table) throws IOException {
    long[] readers = Arrays.copyOf(liveSnapshots(), snapshots.size() + 1);
    readers[snapshots.size()] = Long.MAX_VALUE;
    for (Slice key : model.keySet()) {
      for (long reader : readers) {
        assertThat(read(table, key, reader))
            .as("%s as of %d", key, reader)
            .isEqualTo(live(Objects.requireNonNull(model.get(key)).floorEntry(reader)));
      }
    }
    assertThat(table.filesOnDisk())
        .extracting(FileInfo::name)
        .containsExactlyInAnyOrderElementsOf(table.expectedFiles());
  }

  private static @Nullable Slice live(Map.@Nullable Entry<Long, Version> found) {
    return found == null || !found.getValue().isPut() ? null : found.getValue().value();
  }

  /** The first run, in the order of the tree, that has a version for the reader decides. */
  private @Nullable Slice read(TableFixture table, Slice key, long reader) throws IOException {
    for (Run run : table.tree().runs()) {
      for (SSTableMeta meta : run.tables()) {
        if (meta.overlaps(key, key)) {
          for (Version version : content(table, meta)) {
            if (version.key().equals(key) && version.sequence() <= reader) {
              return version.isPut() ? version.value() : null;
            }
          }
        }
      }
    }
    return null;
  }

  private List<Version> content(TableFixture table, SSTableMeta meta) throws IOException {
    List<Version> known = contents.get(meta.id());
    if (known == null) {
      SSTableFile file = table.tree().file(meta.id());
      if (file == null) {
        throw new NoSuchElementException("SSTable " + meta.id());
      }
      known = table.read(file);
      contents.put(meta.id(), known);
    }
    return known;
  }
}
