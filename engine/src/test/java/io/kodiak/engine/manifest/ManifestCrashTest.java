package io.kodiak.engine.manifest;

import static io.kodiak.engine.manifest.Sample.USERS;
import static io.kodiak.engine.manifest.Sample.sstable;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.engine.storage.MemoryStorage;
import io.kodiak.engine.storage.MemoryStorage.Loss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loses power at every call that changes a file, also of the first edit afterwards. */
class ManifestCrashTest {
  /** Edits are told apart by their sequences, which are above those of all SSTables. */
  private static final long STEP = 10_000;

  private Random random = new Random(0);
  private int images;
  private long acknowledged;
  private long attempted;
  private boolean exists;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void everyCrashLeavesTheLastAcknowledgedEditOrTheOneUnderWay(long seed) throws IOException {
    random = new Random(seed);
    MemoryStorage storage = new MemoryStorage();
    storage.watch((call, name) -> crash(storage, seed));
    VersionSet set = VersionSet.open(storage, 3000);
    exists = true;
    List<SSTableFile> files = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      if (random.nextInt(20) == 0) {
        if (random.nextBoolean()) {
          set.close();
        }
        set = VersionSet.open(storage, 3000);
      }
      VersionEdit.Builder edit = VersionEdit.builder().lastSequence(i * STEP);
      if (i == 1) {
        edit.table(USERS);
      } else if (files.isEmpty() || random.nextInt(3) > 0) {
        SSTableFile file = sstable(set.newFileId(), 0, i, "a", "b");
        Sample.write(storage, USERS, file);
        files.add(file);
        edit.addSSTable(1, file);
      } else {
        edit.removeSSTable(1, files.remove(random.nextInt(files.size())).id());
      }
      attempted = i;
      set.apply(edit.build());
      acknowledged = i;
    }
    assertThat(images).isGreaterThan(1000);
  }

  private void crash(MemoryStorage storage, long seed) throws IOException {
    for (Loss loss : Loss.values()) {
      images++;
      MemoryStorage after = storage.crash(loss, random);
      long found = check(after, seed);
      assertThat(check(after.crash(Loss.ALL_LOST, random), seed))
          .as("seed %s: what was found once is found after a loss of power", seed)
          .isEqualTo(found);
      List<MemoryStorage> again = new ArrayList<>();
      after.watch((call, name) -> again.add(after.crash(Loss.ANY_LOST, random)));
      try (VersionSet set = VersionSet.open(after, 3000)) {
        set.apply(VersionEdit.builder().lastSequence((found + 1000) * STEP).build());
      }
      after.watch((call, name) -> {});
      for (MemoryStorage crashed : again) {
        try (VersionSet set = VersionSet.open(crashed, 3000)) {
          assertThat(set.lastSequence() / STEP).as("seed %s", seed).isIn(found, found + 1000);
        }
      }
      try (VersionSet set = VersionSet.open(after.crash(Loss.ALL_LOST, random), 3000)) {
        assertThat(set.lastSequence() / STEP).as("seed %s", seed).isEqualTo(found + 1000);
      }
    }
  }

  private long check(MemoryStorage after, long seed) throws IOException {
    try (VersionSet set = VersionSet.open(after, 3000)) {
      long found = set.lastSequence() / STEP;
      assertThat(found).as("seed %s", seed).isIn(acknowledged, attempted);
      assertThat(set.current().trees().isEmpty())
          .as("seed %s", seed)
          .isEqualTo(!exists || found == 0);
      return found;
    }
  }
}
