package io.kodiak.engine.flush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kodiak.api.Block;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import io.kodiak.api.Memtable;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.BlockCache;
import io.kodiak.engine.sstable.ColumnFormat;
import io.kodiak.engine.sstable.PluginException;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.SSTableOptions;
import io.kodiak.engine.sstable.SSTables;
import io.kodiak.engine.sstable.Version;
import io.kodiak.engine.storage.FaultyStorage;
import io.kodiak.engine.storage.FileInfo;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlushJobTest {
  private static final String TABLE = "users";
  private static final String DIRECTORY = FileNames.tableDirectory(TABLE);

  private final ColumnFormat format = new ColumnFormat();
  private final AtomicLong ids = new AtomicLong();
  private FaultyStorage storage;
  private RunWriter.Target target;

  @BeforeEach
  void openStorage(@TempDir Path directory) throws IOException {
    storage = new FaultyStorage(new LocalStorage(directory, ReadMode.POSITIONED));
    storage.createDirectory(DIRECTORY);
    target =
        new RunWriter.Target(
            storage,
            TABLE,
            "columns",
            format,
            new SSTableOptions(512, 10),
            false,
            ids::incrementAndGet,
            Clock.systemUTC());
  }

  @AfterEach
  void nothingLeaks() {
    assertThat(storage.openFiles()).isZero();
  }

  private static Version put(String key, long sequence) {
    return Version.put(key, sequence, key + sequence);
  }

  private FlushJob job(Memtable memtable, long entries, boolean nothingBelow, long... snapshots) {
    FlushInput input = new FlushInput(memtable, "acme-list", TABLE, 1, 10_000, entries);
    return new FlushJob(input, snapshots, nothingBelow, target, 3, 4000);
  }

  private List<Version> flush(List<Version> versions, boolean nothingBelow, long... snapshots)
      throws IOException {
    ListMemtable memtable = new ListMemtable(versions);
    FlushResult result = job(memtable, versions.size(), nothingBelow, snapshots).run();
    assertThat(memtable.openCursors()).isZero();
    List<Version> written = read(result.files());
    assertThat(result.entries()).isEqualTo(versions.size());
    assertThat(result.dropped()).isEqualTo(versions.size() - written.size());
    return written;
  }

  private List<Version> read(List<SSTableFile> files) throws IOException {
    List<Version> versions = new ArrayList<>();
    EntryView view = new EntryView();
    try (SSTables tables = new SSTables(storage, new BlockCache(0), name -> format)) {
      for (SSTableFile file : files) {
        SSTable table = tables.open(TABLE, file);
        for (int i = 0; i < table.blockCount(); i++) {
          Block block = table.readBlock(i);
          for (int row = 0; row < block.count(); row++) {
            block.read(row, view);
            versions.add(Version.of(view));
          }
        }
      }
    }
    return versions;
  }

  private static List<Version> numbered(int count) {
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      versions.add(put("%05d".formatted(i), i + 1L));
    }
    return versions;
  }

  @Test
  void whatWasPutIsWritten() throws IOException {
    List<Version> versions = numbered(1000);
    FlushResult result = job(new ListMemtable(versions), 1000, false).run();
    assertThat(read(result.files())).isEqualTo(versions);
    assertThat(result.files()).hasSizeGreaterThan(3);
    for (SSTableFile file : result.files()) {
      SSTableMeta meta = file.meta();
      assertThat(meta.level()).isZero();
      assertThat(meta.run()).isEqualTo(3);
      assertThat(meta.format()).isEqualTo("columns");
    }
    assertThat(result.bytes())
        .isEqualTo(storage.list(DIRECTORY).stream().mapToLong(FileInfo::size).sum());
  }

  @Test
  void versionsThatNobodySeesAreLeftOut() throws IOException {
    List<Version> versions =
        List.of(put("a", 9), put("a", 6), put("a", 5), put("a", 2), put("b", 8), put("b", 7));
    assertThat(flush(versions, false)).containsExactly(put("a", 9), put("b", 8));
    assertThat(flush(versions, false, 5, 7))
        .containsExactly(put("a", 9), put("a", 6), put("a", 5), put("b", 8), put("b", 7));
  }

  @Test
  void tombstonesStayAboveData() throws IOException {
    List<Version> versions = List.of(Version.delete("a", 9), put("a", 6), Version.delete("b", 8));
    assertThat(flush(versions, false))
        .containsExactly(Version.delete("a", 9), Version.delete("b", 8));
  }

  @Test
  void tombstonesAboveNothingGoUnlessASnapshotSeesWhatTheyHide() throws IOException {
    List<Version> versions =
        List.of(
            Version.delete("a", 9),
            put("a", 6),
            Version.delete("b", 8),
            Version.delete("c", 9),
            Version.delete("c", 7),
            put("c", 3),
            put("d", 1));
    Version a9 = Version.delete("a", 9);
    assertThat(flush(versions, true)).containsExactly(put("d", 1));
    assertThat(flush(versions, true, 6))
        .containsExactly(a9, put("a", 6), Version.delete("c", 9), put("c", 3), put("d", 1));
    assertThat(flush(versions, true, 3, 7))
        .containsExactly(a9, put("a", 6), Version.delete("c", 7), put("c", 3), put("d", 1));
  }

  @Test
  void nothingIsWrittenWhenNothingIsLeft() throws IOException {
    assertThat(flush(List.of(Version.delete("a", 9), put("a", 6)), true)).isEmpty();
    assertThat(storage.list(DIRECTORY)).isEmpty();
  }

  @Test
  void keysAndValuesOfTheGreatestSizeAreWritten() throws IOException {
    Slice key = Slice.of(new byte[Limits.MAX_KEY_BYTES]);
    Slice value = Slice.of(new byte[Limits.MAX_VALUE_BYTES]);
    List<Version> versions =
        List.of(
            new Version(Slice.of(new byte[1]), 4, EntryKind.PUT, Slice.EMPTY),
            new Version(key, 3, EntryKind.PUT, value),
            put("b", 2));
    assertThat(flush(versions, false)).isEqualTo(versions);
  }

  private void assertRefused(Memtable memtable, long entries, String... words) throws IOException {
    assertThatThrownBy(job(memtable, entries, false)::run)
        .isInstanceOf(PluginException.class)
        .hasMessageContainingAll("memtable \"acme-list\"", "\"users\"")
        .hasMessageContainingAll(words);
    assertThat(storage.list(DIRECTORY)).isEmpty();
  }

  private void assertRefused(List<Version> versions, String... words) throws IOException {
    assertRefused(new ListMemtable(versions), versions.size(), words);
  }

  @Test
  void aMemtableThatIsNotInOrderIsFoundOut() throws IOException {
    assertRefused(List.of(put("b", 1), put("a", 2)), "\"a\" with sequence 2 behind \"b\"");
    assertRefused(List.of(put("a", 1), put("a", 2)), "\"a\" with sequence 2 behind");
    assertRefused(List.of(put("a", 2), put("a", 2)), "behind");
    List<Version> late = new ArrayList<>(numbered(1000));
    late.set(900, put("00000", 901));
    assertRefused(late, "\"00000\" with sequence 901 behind \"00899\"");
  }

  @Test
  void aMemtableThatLosesOrInventsEntriesIsFoundOut() throws IOException {
    List<Version> versions = numbered(100);
    assertRefused(new ListMemtable(versions).counting(101), 101, "100 entries instead of 101");
    assertRefused(new ListMemtable(versions).counting(99), 99, "more than the 99");
    assertRefused(new ListMemtable(versions), 99, "counts 100 entries instead of 99");
    assertRefused(new ListMemtable(versions).counting(7), 100, "counts 7 entries instead of 100");
  }

  @Test
  void aMemtableThatShowsImpossibleEntriesIsFoundOut() throws IOException {
    assertRefused(List.of(put("a", 10_001)), "sequence 10001");
    assertRefused(List.of(put("a", 0)), "sequence 0");
    assertRefused(List.of(put("", 1)), "key of 0 bytes");
    Slice large = Slice.of(new byte[Limits.MAX_KEY_BYTES + 1]);
    assertRefused(List.of(new Version(large, 1, EntryKind.PUT, Slice.EMPTY)), "65537 bytes");
    assertRefused(
        List.of(new Version(Slice.utf8("a"), 1, EntryKind.DELETE, Slice.utf8("x"))), "tombstone");
    Slice huge = Slice.of(new byte[Limits.MAX_VALUE_BYTES + 1]);
    assertRefused(List.of(new Version(Slice.utf8("a"), 1, EntryKind.PUT, huge)), "value of");
  }

  @Test
  void aMemtableThatThrowsIsNamed() throws IOException {
    for (int at = 0; at < 3; at++) {
      int broken = at;
      ListMemtable memtable =
          new ListMemtable(numbered(3)) {
            @Override
            void show(int position, EntryView view) {
              if (position == broken) {
                throw new IllegalStateException("the plug-in broke");
              }
              super.show(position, view);
            }
          };
      assertRefused(memtable, 3, "behind entry " + at, "the plug-in broke");
      assertThat(memtable.openCursors()).isZero();
    }
  }

  @Test
  void aMemtableWhoseRangesLeadOutOfItsArraysIsNamed() throws IOException {
    ListMemtable memtable =
        new ListMemtable(numbered(3)) {
          @Override
          void show(int position, EntryView view) {
            super.show(position, view);
            view.value(new byte[4], 2, 3);
          }
        };
    assertRefused(memtable, 3, "behind entry 0");
  }

  @Test
  void itCanBeCancelled() throws IOException {
    AtomicReference<FlushJob> job = new AtomicReference<>();
    ListMemtable memtable =
        new ListMemtable(numbered(5000)) {
          @Override
          void show(int position, EntryView view) {
            super.show(position, view);
            if (position == 3000) {
              job.get().cancel();
            }
          }
        };
    job.set(job(memtable, 5000, false));
    assertThatThrownBy(job.get()::run)
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("\"users\"");
    assertThat(storage.list(DIRECTORY)).isEmpty();
    assertThat(memtable.openCursors()).isZero();
  }

  @Test
  void everyCallToTheStorageMayFailAndTheFlushBeTriedAgain() throws IOException {
    List<Version> versions = numbered(300);
    ListMemtable memtable = new ListMemtable(versions);
    boolean failed = true;
    for (int call = 1; failed; call++) {
      storage.failAt(call);
      Throwable thrown = catchThrowable(job(memtable, 300, false)::run);
      failed = thrown != null;
      if (failed) {
        assertThat(thrown).isInstanceOf(IOException.class).hasMessageContaining("injected");
        assertThat(storage.list(DIRECTORY)).as("after call %d", call).isEmpty();
        assertThat(storage.openFiles()).isZero();
      } else {
        assertThat(call).isGreaterThan(20);
      }
    }
    assertThat(storage.hasFailed()).isFalse();
    assertThat(storage.list(DIRECTORY)).isNotEmpty();
  }
}
