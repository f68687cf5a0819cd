package io.kodiak.engine.manifest;

import static io.kodiak.engine.manifest.Sample.EVENTS;
import static io.kodiak.engine.manifest.Sample.USERS;
import static io.kodiak.engine.manifest.Sample.sstable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.Run;
import io.kodiak.engine.storage.MemoryStorage;
import io.kodiak.engine.storage.OutcomeUnknownException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VersionSetTest {
  private final MemoryStorage storage = new MemoryStorage();
  private VersionSet versions;

  @BeforeEach
  void open() throws IOException {
    versions = VersionSet.open(storage);
    versions.apply(VersionEdit.builder().table(USERS).table(EVENTS).build());
  }

  private SSTableFile add(int tableId, int level, long run, String first, String last)
      throws IOException {
    SSTableFile file = sstable(versions.newFileId(), level, run, first, last);
    Sample.write(storage, tableId == 1 ? USERS : EVENTS, file);
    versions.apply(VersionEdit.builder().addSSTable(tableId, file).build());
    return file;
  }

  private void remove(int tableId, SSTableFile file) throws IOException {
    versions.apply(VersionEdit.builder().removeSSTable(tableId, file.id()).build());
  }

  private static Tree tree(Version version, int tableId) {
    Tree tree = version.tree(tableId);
    assertThat(tree).isNotNull();
    return tree;
  }

  @Test
  void aNewDatabaseIsEmptyAndHasAManifest() throws IOException {
    MemoryStorage fresh = new MemoryStorage();
    try (VersionSet set = VersionSet.open(fresh)) {
      assertThat(set.current().trees()).isEmpty();
      assertThat(set.firstSegment()).isEqualTo(1);
      assertThat(set.lastSequence()).isZero();
      assertThat(set.liveFiles()).isEmpty();
      assertThat(set.orphans()).isEmpty();
      assertThat(set.newFileId()).isEqualTo(1);
    }
    assertThat(fresh.names()).containsExactly("CURRENT", "MANIFEST-000001");
    assertThat(fresh.openFiles()).isZero();
  }

  @Test
  void everythingIsAsBeforeAfterReopening() throws IOException {
    add(1, 0, 5, "a", "m");
    add(1, 1, 2, "b", "c");
    add(1, 1, 2, "d", "x");
    SSTableFile gone = add(2, 3, 1, "k", "k");
    add(2, 3, 1, "l", "z");
    remove(2, gone);
    versions.apply(
        VersionEdit.builder()
            .flushedSequence(1, 44)
            .firstSegment(7)
            .lastSequence(99)
            .table(new TableInfo(2, "events", "trie", "orc", "unified"))
            .build());
    storage.delete(gone.dataName("events"));
    storage.delete(gone.indexName("events"));
    String before = Sample.describe(versions.current());
    assertThat(before).contains("orc").contains("44").contains("first segment 7");
    versions.close();
    for (int i = 0; i < 3; i++) {
      try (VersionSet again = VersionSet.open(storage)) {
        assertThat(Sample.describe(again.current())).isEqualTo(before);
        assertThat(again.newFileId()).isEqualTo(6);
        assertThat(again.firstSegment()).isEqualTo(7);
        assertThat(again.lastSequence()).isEqualTo(99);
      }
    }
  }

  @Test
  void openingChangesNoFileAndTheFirstEditBeginsANewManifest() throws IOException {
    versions.close();
    String old = Sample.manifest(storage);
    List<String> calls = new ArrayList<>();
    storage.watch((call, name) -> calls.add(call));
    try (VersionSet again = VersionSet.open(storage)) {
      assertThat(again.apply(VersionEdit.builder().build())).isSameAs(again.current());
      assertThat(calls).containsExactly("forceDirectory");
      again.apply(VersionEdit.builder().lastSequence(5).build());
    }
    assertThat(Sample.manifest(storage)).isGreaterThan(old);
    try (VersionSet again = VersionSet.open(storage)) {
      assertThat(again.lastSequence()).isEqualTo(5);
      assertThat(again.current().tree("users")).isNotNull();
      assertThat(again.current().tree("nobody")).isNull();
    }
  }

  @Test
  void runsAreOrderedNewestFirstAndTheirTablesByKey() throws IOException {
    add(1, 1, 1, "m", "p");
    add(1, 0, 1, "a", "z");
    add(1, 2, 4, "c", "d");
    add(1, 0, 2, "a", "z");
    add(1, 1, 1, "a", "c");
    add(1, 1, 3, "b", "b");
    List<String> order = new ArrayList<>();
    for (Run run : tree(versions.current(), 1).runs()) {
      order.add(
          run.level() + "." + run.id() + run.tables().stream().map(t -> t.firstKey()).toList());
    }
    assertThat(order)
        .containsExactly(
            "0.2[\"a\"]", "0.1[\"a\"]", "1.3[\"b\"]", "1.1[\"a\", \"m\"]", "2.4[\"c\"]");
  }

  @Test
  void anEditThatDoesNotFitChangesNothing() throws IOException {
    SSTableFile present = add(1, 1, 1, "f", "m");
    String before = Sample.describe(versions.current());
    long id = versions.newFileId();
    List<VersionEdit> wrong =
        List.of(
            VersionEdit.builder().addSSTable(1, sstable(id, 1, 1, "a", "f")).build(),
            VersionEdit.builder().addSSTable(1, sstable(id, 1, 1, "m", "z")).build(),
            VersionEdit.builder().addSSTable(1, sstable(id, 1, 1, "g", "h")).build(),
            VersionEdit.builder().addSSTable(1, sstable(id, 1, 2, "z", "a")).build(),
            VersionEdit.builder().addSSTable(1, sstable(id, -1, 2, "a", "b")).build(),
            VersionEdit.builder().addSSTable(1, sstable(id + 1, 0, 1, "a", "b")).build(),
            VersionEdit.builder().addSSTable(1, sstable(0, 0, 1, "a", "b")).build(),
            VersionEdit.builder().addSSTable(3, sstable(id, 0, 1, "a", "b")).build(),
            VersionEdit.builder().addSSTable(1, present).build(),
            VersionEdit.builder().addSSTable(2, present).build(),
            VersionEdit.builder().removeSSTable(1, present.id()).addSSTable(2, present).build(),
            VersionEdit.builder()
                .addSSTable(1, sstable(id, 0, 1, "a", "b"))
                .addSSTable(2, sstable(id, 0, 1, "a", "b"))
                .build(),
            VersionEdit.builder()
                .removeSSTable(1, present.id())
                .addSSTable(1, sstable(present.id(), 2, 1, "f", "n"))
                .build(),
            VersionEdit.builder().removeSSTable(2, present.id()).build(),
            VersionEdit.builder()
                .removeSSTable(1, present.id())
                .removeSSTable(1, present.id())
                .build(),
            VersionEdit.builder().flushedSequence(9, 1).build(),
            VersionEdit.builder().table(new TableInfo(3, "users", "a", "b", "c")).build(),
            VersionEdit.builder().table(new TableInfo(3, "USERS", "a", "b", "c")).build(),
            VersionEdit.builder().table(new TableInfo(1, "people", "a", "b", "c")).build());
    long size = storage.content(Sample.manifest(storage)).length;
    for (VersionEdit edit : wrong) {
      assertThatThrownBy(() -> versions.apply(edit))
          .as("%s", edit)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Sample.describe(versions.current())).isEqualTo(before);
    assertThat(storage.content(Sample.manifest(storage))).hasSize((int) size);
    versions.apply(VersionEdit.builder().flushedSequence(1, 10).build());
    assertThatThrownBy(() -> versions.apply(VersionEdit.builder().flushedSequence(1, 9).build()))
        .hasMessageContaining("flushed up to sequence 10");
  }

  @Test
  void aMoveKeepsTheFile() throws IOException {
    SSTableFile file = add(1, 0, 1, "a", "b");
    List<ObsoleteFile> obsolete = new ArrayList<>();
    versions.onObsolete(obsolete::addAll);
    versions.apply(
        VersionEdit.builder().removeSSTable(1, file.id()).addSSTable(1, file.moved(4, 9)).build());
    assertThat(tree(versions.current(), 1).runs()).hasSize(1);
    assertThat(tree(versions.current(), 1).runs().get(0).level()).isEqualTo(4);
    assertThat(obsolete).isEmpty();
    assertThat(versions.liveFiles()).containsExactly(file.id());
    remove(1, file);
    assertThat(obsolete).hasSize(1);
  }

  @Test
  void aFileIsObsoleteWhenNoVersionHoldsItAnyMore() throws IOException {
    List<Long> obsolete = new ArrayList<>();
    versions.onObsolete(files -> files.forEach(file -> obsolete.add(file.file().id())));
    SSTableFile first = add(1, 0, 1, "a", "b");
    Version withFirst = versions.pin();
    assertThat(versions.pin()).isSameAs(withFirst);
    SSTableFile second = add(1, 0, 2, "a", "b");
    Version withBoth = versions.pin();
    remove(1, first);
    assertThat(obsolete).isEmpty();
    assertThat(versions.liveFiles()).containsExactlyInAnyOrder(first.id(), second.id());
    SSTableFile brief = add(1, 0, 3, "a", "b");
    remove(1, brief);
    assertThat(obsolete).as("no one who holds a version ever saw it").containsExactly(brief.id());
    versions.unpin(withBoth);
    remove(1, second);
    assertThat(obsolete).containsExactly(brief.id(), second.id());
    versions.unpin(withFirst);
    assertThat(obsolete).hasSize(2);
    versions.unpin(withFirst);
    assertThat(obsolete).containsExactly(brief.id(), second.id(), first.id());
    assertThat(versions.liveFiles()).isEmpty();
    assertThatThrownBy(() -> versions.unpin(withFirst)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anObsoleteFileTellsItsNames() throws IOException {
    List<ObsoleteFile> obsolete = new ArrayList<>();
    versions.onObsolete(obsolete::addAll);
    remove(2, add(2, 0, 1, "a", "b"));
    assertThat(obsolete.get(0).dataName()).isEqualTo("tables/events/000001.parquet");
    assertThat(obsolete.get(0).indexName()).isEqualTo("tables/events/000001.index");
  }

  @Test
  void orphansOfKnownTablesAreListedAndForeignFilesAreNot() throws IOException {
    add(1, 0, 1, "a", "b");
    versions.close();
    for (String name :
        List.of(
            "tables/users/000900.parquet",
            "tables/users/000002.index",
            "tables/users/000001.orc",
            "tables/users/README.txt",
            "tables/users/2.index",
            "tables/strangers/000001.parquet",
            "notes.txt")) {
      storage.put(name, new byte[3]);
    }
    try (VersionSet again = VersionSet.open(storage)) {
      assertThat(again.orphans())
          .containsExactlyInAnyOrder(
              "tables/users/000900.parquet",
              "tables/users/000002.index",
              "tables/users/000001.orc");
      assertThat(again.newFileId()).as("never the id of an orphan").isEqualTo(901);
    }
  }

  @Test
  void aMissingOrResizedFileIsRefused() throws IOException {
    SSTableFile file = add(1, 0, 1, "a", "b");
    versions.close();
    for (String name : List.of(file.dataName("users"), file.indexName("users"))) {
      MemoryStorage missing = storage.copy();
      missing.delete(name);
      assertThatThrownBy(() -> VersionSet.open(missing))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("is missing");
      MemoryStorage resized = storage.copy();
      resized.put(name, new byte[11]);
      assertThatThrownBy(() -> VersionSet.open(resized))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("has 11 bytes");
    }
  }

  @Test
  void aForceThatFailsLatches() throws IOException {
    SSTableFile file = sstable(versions.newFileId(), 0, 1, "a", "b");
    Version before = versions.current();
    storage.watch(
        (call, name) -> {
          if (call.equals("force")) {
            throw new IOException("planted");
          }
        });
    assertThatThrownBy(() -> versions.apply(VersionEdit.builder().addSSTable(1, file).build()))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("unknown");
    storage.watch((call, name) -> {});
    assertThatThrownBy(() -> versions.apply(VersionEdit.builder().lastSequence(1).build()))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(versions.current()).isSameAs(before);
  }

  @Test
  void anEditThatCannotBeWrittenChangesNothingAndTheNextOneSucceeds() throws IOException {
    storage.watch(
        (call, name) -> {
          if (call.equals("write")) {
            throw new IOException("No space left on device");
          }
        });
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> versions.apply(VersionEdit.builder().lastSequence(7).build()))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("No space");
      assertThat(versions.lastSequence()).isZero();
    }
    storage.watch((call, name) -> {});
    versions.apply(VersionEdit.builder().lastSequence(8).build());
    versions.apply(VersionEdit.builder().lastSequence(9).build());
    versions.close();
    try (VersionSet again = VersionSet.open(storage)) {
      assertThat(again.lastSequence()).isEqualTo(9);
    }
    assertThat(storage.openFiles()).isZero();
  }

  @Test
  void aManifestThatGrewIsReplacedByASmallerOne() throws IOException {
    versions.close();
    try (VersionSet set = VersionSet.open(storage, 2000)) {
      set.apply(VersionEdit.builder().lastSequence(1).build());
      String manifest = Sample.manifest(storage);
      int replaced = 0;
      for (int i = 2; i < 1000; i++) {
        set.apply(VersionEdit.builder().lastSequence(i).build());
        assertThat(storage.content(Sample.manifest(storage)).length).isLessThan(2200);
        if (!Sample.manifest(storage).equals(manifest)) {
          manifest = Sample.manifest(storage);
          replaced++;
        }
      }
      assertThat(replaced).isBetween(10, 100);
    }
    try (VersionSet again = VersionSet.open(storage)) {
      assertThat(again.lastSequence()).isEqualTo(999);
    }
  }

  @Test
  void aClosedSetTakesNoEdits() throws IOException {
    versions.close();
    versions.close();
    assertThatThrownBy(() -> versions.apply(VersionEdit.builder().lastSequence(1).build()))
        .hasMessageContaining("closed");
    versions.unpin(versions.pin());
  }

  @Test
  void filesWhoseEditHasNoLayoutAreReadWithAnUnknownOne() throws IOException {
    SSTableFile file = sstable(3, 1, 1, "a", "b");
    VersionEdit edit = VersionEdit.builder().addSSTable(1, file).build();
    byte[] bytes = EditEncoder.encode(edit);
    int layout = 1 + file.layout().encoding().length() + 2; // length, words, block size
    byte[] old = Arrays.copyOf(bytes, bytes.length - layout);
    assertThat(old[0]).isEqualTo((byte) EditEncoder.ADDED);
    old[0] = EditEncoder.ADDED_WITHOUT_LAYOUT;

    SSTableFile read = EditDecoder.decode("MANIFEST", 0, old, 0, old.length).added().get(0).file();

    assertThat(read)
        .isEqualTo(
            new SSTableFile(file.meta(), file.extension(), file.seal(), BlockLayout.UNKNOWN));
    assertThat(EditDecoder.decode("MANIFEST", 0, bytes, 0, bytes.length)).isEqualTo(edit);
  }
}
