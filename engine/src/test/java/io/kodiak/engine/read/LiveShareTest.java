package io.kodiak.engine.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kodiak.api.Block;
import io.kodiak.api.EntryView;
import io.kodiak.engine.sstable.PlainStorage;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.Seed;
import io.kodiak.engine.sstable.TestTables;
import io.kodiak.engine.sstable.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LiveShareTest {
  private static long bytes(Version version) {
    return (long) version.key().length() + version.value().length();
  }

  @Test
  void withAsManySamplesAsEntriesItIsExactInAnyTree() throws IOException {
    SplittableRandom seeds = Seed.random(this);
    for (int round = 0; round < 100; round++) {
      try (RandomTree tree = new RandomTree(seeds.split())) {
        long all = 0;
        long live = 0;
        for (Version version : inFiles(tree)) {
          all += bytes(version);
          boolean newest = version.equals(tree.newest(version.key(), Long.MAX_VALUE));
          live += newest && version.isPut() ? bytes(version) : 0;
        }
        LiveShare share = LiveShare.sample(tree.view, Long.MAX_VALUE, Integer.MAX_VALUE);
        assertThat(share).as("round %d", round).isEqualTo(new LiveShare(all, live));
      }
    }
  }

  private static List<Version> inFiles(RandomTree tree) throws IOException {
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < tree.view.runCount(); i++) {
      for (int j = 0; j < tree.view.run(i).count(); j++) {
        SSTable table = tree.view.run(i).table(j);
        for (int block = 0; block < table.blockCount(); block++) {
          addAll(table.readBlock(block), versions);
        }
      }
    }
    return versions;
  }

  private static void addAll(Block block, List<Version> versions) {
    EntryView view = new EntryView();
    for (int row = 0; row < block.count(); row++) {
      block.read(row, view);
      versions.add(Version.of(view));
    }
  }

  @Test
  void aSampleComesCloseAndIsTheSameEachTime() throws IOException {
    List<Version> newer = new ArrayList<>();
    List<Version> older = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      String key = "%06d".formatted(i);
      older.add(Version.put(key, i + 1, "old"));
      if (i % 4 == 0) {
        newer.add(Version.put(key, 100_000 + i, "new"));
      }
    }
    try (TestTables tables = new TestTables(new PlainStorage(), 1 << 20)) {
      ReadView view =
          new ReadView(
              List.of(),
              List.of(
                  new SSTableRun(List.of(tables.table(newer, 1000))),
                  new SSTableRun(List.of(tables.table(older, 1000)))));
      LiveShare share = LiveShare.sample(view, Long.MAX_VALUE, 1000);
      assertThat(share.share()).isCloseTo(0.8, within(0.05));
      assertThat(share.sampledBytes()).isBetween(8_900L, 9_100L);
      assertThat(LiveShare.sample(view, Long.MAX_VALUE, 1000)).isEqualTo(share);
    }
  }

  @Test
  void ofNothingEverythingIsLive() throws IOException {
    ReadView empty = new ReadView(List.of(), List.of());
    assertThat(LiveShare.sample(empty, 5, 1000).share()).isEqualTo(1);
  }
}
