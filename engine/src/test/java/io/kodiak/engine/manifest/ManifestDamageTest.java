package io.kodiak.engine.manifest;

import static io.kodiak.engine.manifest.Sample.EVENTS;
import static io.kodiak.engine.manifest.Sample.USERS;
import static io.kodiak.engine.manifest.Sample.sstable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.storage.MemoryStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManifestDamageTest {
  private final MemoryStorage storage = new MemoryStorage();

  /** What the database is after each edit, and how long the manifest is then. */
  private final List<String> states = new ArrayList<>();

  private final List<Integer> ends = new ArrayList<>();
  private String name = "";
  private byte[] manifest = {};

  @BeforeEach
  void write() throws IOException {
    try (VersionSet set = VersionSet.open(storage)) {
      note(set);
      set.apply(VersionEdit.builder().table(USERS).table(EVENTS).build());
      note(set);
      for (int i = 1; i <= 4; i++) {
        set.newFileId();
        SSTableFile file = sstable(i, i, 1, "a", "b");
        Sample.write(storage, USERS, file);
        set.apply(VersionEdit.builder().addSSTable(1, file).lastSequence(i).build());
        note(set);
      }
      set.apply(VersionEdit.builder().lastSequence(77).build());
      note(set);
    }
    name = Sample.manifest(storage);
    manifest = storage.content(name);
  }

  private void note(VersionSet set) {
    states.add(Sample.describe(set.current()));
    ends.add(storage.content(Sample.manifest(storage)).length);
  }

  /** The number of edits that end, without their seals, within that many bytes. */
  private int whole(int bytes) {
    int count = 0;
    while (count < ends.size() && ends.get(count) - ManifestFrame.HEADER_BYTES <= bytes) {
      count++;
    }
    return count;
  }

  private static MemoryStorage with(MemoryStorage storage, String name, byte[] content) {
    MemoryStorage changed = storage.copy();
    changed.put(name, content);
    return changed;
  }

  @Test
  void aTornTailIsDroppedAtEveryLengthAndTheNextEditRepairsIt() throws IOException {
    for (int cut = 0; cut <= manifest.length; cut++) {
      MemoryStorage after = with(storage, name, Arrays.copyOf(manifest, cut));
      int expected = whole(cut);
      if (expected == 0) {
        assertThatThrownBy(() -> VersionSet.open(after))
            .as("cut at %s", cut)
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining(name);
        continue;
      }
      try (VersionSet set = VersionSet.open(after)) {
        assertThat(Sample.describe(set.current()))
            .as("cut at %s", cut)
            .isEqualTo(states.get(expected - 1));
        set.apply(VersionEdit.builder().lastSequence(1000).build());
      }
      try (VersionSet set = VersionSet.open(after)) {
        assertThat(set.lastSequence()).as("cut at %s", cut).isEqualTo(1000);
      }
    }
  }

  @Test
  void aTailOfZerosIsDropped() throws IOException {
    for (int from = whole(0); from <= manifest.length; from++) {
      byte[] zeroed = Arrays.copyOf(Arrays.copyOf(manifest, from), manifest.length + 100);
      int expected = whole(from);
      if (expected == 0) {
        continue;
      }
      try (VersionSet set = VersionSet.open(with(storage, name, zeroed))) {
        // A zero may be what was there.
        assertThat(Sample.describe(set.current()))
            .as("zeros from %s", from)
            .isIn(states.get(expected - 1), states.get(Math.min(expected, states.size() - 1)));
      }
    }
  }

  @Test
  void anEditBehindASealThatTheCrashLostIsDroppedAsItWasNeverAcknowledged() throws IOException {
    // Seal and edit were written one after the other, neither was forced: blocks go to the disk in
    // any order.
    int seal = ends.get(3) - ManifestFrame.HEADER_BYTES;
    byte[] payload = EditEncoder.encode(VersionEdit.builder().lastSequence(500).build());
    byte[] edit = ManifestFrame.frame(1, ends.get(3), ManifestFrame.EDIT, seal, payload);
    byte[] content = Arrays.copyOf(Arrays.copyOf(manifest, seal), ends.get(3) + edit.length);
    System.arraycopy(edit, 0, content, ends.get(3), edit.length);
    try (VersionSet set = VersionSet.open(with(storage, name, content))) {
      assertThat(Sample.describe(set.current())).isEqualTo(states.get(3));
    }
    System.arraycopy(manifest, seal, content, seal, ManifestFrame.HEADER_BYTES);
    try (VersionSet set = VersionSet.open(with(storage, name, content))) {
      assertThat(set.lastSequence()).isEqualTo(500);
    }
  }

  @Test
  void aFlipOfAnyByteIsRefusedOrHarmless() throws IOException {
    int lastSeal = manifest.length - ManifestFrame.HEADER_BYTES;
    for (int at = 0; at < manifest.length; at++) {
      for (int flip : new int[] {1, 0x80, 0xff}) {
        byte[] flipped = manifest.clone();
        flipped[at] ^= (byte) flip;
        MemoryStorage after = with(storage, name, flipped);
        if (at < lastSeal) {
          int offset = at;
          assertThatThrownBy(() -> VersionSet.open(after))
              .as("flip at %s", at)
              .isInstanceOfSatisfying(
                  CorruptionException.class,
                  e -> {
                    assertThat(e.file()).isEqualTo(name);
                    assertThat(e.offset()).isBetween(0L, (long) offset);
                  });
        } else {
          try (VersionSet set = VersionSet.open(after)) {
            assertThat(Sample.describe(set.current())).isEqualTo(states.get(states.size() - 1));
          }
        }
      }
    }
  }

  @Test
  void everyFlipOfCurrentIsRefused() {
    byte[] current = storage.content("CURRENT");
    for (int at = 0; at < current.length; at++) {
      byte[] flipped = current.clone();
      flipped[at] ^= 1;
      MemoryStorage after = with(storage, "CURRENT", flipped);
      assertThatThrownBy(() -> VersionSet.open(after))
          .as("flip at %s", at)
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("CURRENT");
    }
    for (String content : new String[] {"", "MANIFEST-000001\n", "../../etc/passwd 00000000\n"}) {
      byte[] hostile = content.getBytes(UTF_8);
      MemoryStorage after = with(storage, "CURRENT", hostile);
      assertThatThrownBy(() -> VersionSet.open(after)).isInstanceOf(CorruptionException.class);
    }
  }

  @Test
  void aManifestUnderAnothersNameIsRefused() throws IOException {
    String other = "MANIFEST-000009";
    MemoryStorage renamed = storage.copy();
    renamed.put(other, manifest);
    CurrentFile.prepare(renamed, 9);
    renamed.rename("CURRENT.new", "CURRENT");
    assertThatThrownBy(() -> VersionSet.open(renamed))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("under another name");
  }

  @Test
  void dataWithoutCurrentIsNotTakenForANewDatabase() throws IOException {
    MemoryStorage lost = storage.copy();
    lost.createDirectory("tables/users");
    lost.delete("CURRENT");
    assertThatThrownBy(() -> VersionSet.open(lost))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("CURRENT")
        .hasMessageContaining("is missing");
    MemoryStorage log = new MemoryStorage();
    log.put("wal/000004.wal", new byte[1]);
    assertThatThrownBy(() -> VersionSet.open(log)).hasMessageContaining("wal/000004.wal");
    MemoryStorage begun = new MemoryStorage();
    begun.put("MANIFEST-000001", new byte[3]);
    try (VersionSet set = VersionSet.open(begun)) {
      assertThat(set.current().trees()).isEmpty();
    }
  }

  @Test
  void hostileEditsAreRefusedWithoutLargeAllocations() {
    Random random = new Random(5);
    byte[][] payloads = new byte[300][];
    payloads[0] = new byte[] {1, 1, -1, -1, -1, -1, 7}; // a name of 2 GiB
    payloads[1] = new byte[] {1, 1, 2, '.', '.', 0, 0, 0}; // a table called ".."
    payloads[2] = new byte[] {99};
    payloads[3] = new byte[] {5, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    payloads[4] = new byte[] {3, 1, 1, 0, 0, -1, -1, 127};
    for (int i = 5; i < payloads.length; i++) {
      payloads[i] = new byte[1 + random.nextInt(60)];
      random.nextBytes(payloads[i]);
      payloads[i][0] = (byte) (1 + random.nextInt(3));
    }
    for (byte[] payload : payloads) {
      byte[] hostile = Arrays.copyOf(manifest, ends.get(0) + 2000);
      byte[] frame = ManifestFrame.frame(1, ends.get(0), ManifestFrame.EDIT, ends.get(0), payload);
      System.arraycopy(frame, 0, hostile, ends.get(0), frame.length);
      hostile = Arrays.copyOf(hostile, ends.get(0) + frame.length);
      MemoryStorage after = with(storage, name, hostile);
      assertThatThrownBy(() -> VersionSet.open(after))
          .as("%s", Arrays.toString(payload))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(name);
    }
  }
}
