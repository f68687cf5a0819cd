package io.kodiak.assembly;

import static io.kodiak.assembly.TestDatabase.bytes;
import static io.kodiak.assembly.TestDatabase.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.DatabaseState;
import io.kodiak.engine.database.KodiakException;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens in the background is told to writers, and nothing that was acknowledged is lost. */
class BackgroundFailureTest {
  @TempDir Path directory;

  @Test
  void refusesWritesWhileThereIsNoSpaceAndGoesOnAfterwards() throws Exception {
    FailingStorage storage = new FailingStorage(new LocalStorage(directory, ReadMode.MAPPED));
    try (Database db = TestDatabase.open(storage, options -> {}, table -> {})) {
      Table table = db.table("t");
      storage.shut(true);
      int written = writeUntilRefused(table, KodiakException.Kind.IO, "no space left");
      assertThat(db.state()).isEqualTo(DatabaseState.STALLED);
      assertThat(text(table.get(key(written - 1)))).isEqualTo("v" + (written - 1));
      storage.shut(false);
      while (db.state() != DatabaseState.HEALTHY) {
        Thread.sleep(5);
      }
      table.put(key(written), bytes("v" + written));
      db.flush();
      assertAll(table, written + 1);
    }
  }

  @Test
  void stopsWritingForGoodWhenAMemtableLies() throws Exception {
    int written;
    try (Database db =
        TestDatabase.open(
            directory,
            options -> {},
            table ->
                table.memtable(
                    "forgetful",
                    size -> new ForgetfulMemtable(TestDatabase.memtable().create(size))))) {
      Table table = db.table("t");
      written = writeUntilRefused(table, KodiakException.Kind.PLUGIN, "forgetful");
      assertThat(db.state()).isEqualTo(DatabaseState.READ_ONLY);
      assertThat(text(table.get(key(written - 1)))).isEqualTo("v" + (written - 1));
    }
    try (Database db = TestDatabase.open(directory)) {
      assertAll(db.table("t"), written);
    }
  }

  @Test
  void namesThePolicyThatPlansNonsense() throws Exception {
    try (Database db =
        TestDatabase.open(
            directory,
            options -> {},
            table ->
                table.policy(
                    "nonsense",
                    tree -> List.of(new CompactionPlan(Set.of(4711L), 1, 1, 0, "just because"))))) {
      Table table = db.table("t");
      int written = writeUntilRefused(table, KodiakException.Kind.PLUGIN, "nonsense");
      assertAll(table, written);
    }
  }

  private static int writeUntilRefused(Table table, KodiakException.Kind kind, String cause) {
    int[] next = {0};
    assertThatThrownBy(
            () -> {
              while (true) {
                table.put(key(next[0]), bytes("v" + next[0]));
                next[0]++;
              }
            })
        .isInstanceOf(KodiakException.class)
        .hasMessageContaining(cause)
        .extracting(e -> ((KodiakException) e).kind())
        .isEqualTo(kind);
    return next[0];
  }

  private static void assertAll(Table table, int count) throws IOException {
    assertThat(TestDatabase.contents(table.scan(KeyRange.all()))).hasSize(count);
    for (int i = 0; i < count; i += 97) {
      assertThat(text(table.get(key(i)))).isEqualTo("v" + i);
    }
  }

  private static byte[] key(int i) {
    return bytes("key-%08d".formatted(i * 7919 % 100_000_000));
  }

  /** A memtable whose ascending cursors leave out an entry. */
  private static final class ForgetfulMemtable implements Memtable {
    private final Memtable memtable;

    ForgetfulMemtable(Memtable memtable) {
      this.memtable = memtable;
    }

    @Override
    public void put(Slice key, long sequence, EntryKind kind, Slice value) {
      memtable.put(key, sequence, kind, value);
    }

    @Override
    public boolean get(Slice key, long snapshot, EntryView result) {
      return memtable.get(key, snapshot, result);
    }

    @Override
    public Cursor ascending() {
      return new ForgetfulCursor(memtable.ascending());
    }

    @Override
    public Cursor descending() {
      return memtable.descending();
    }

    @Override
    public long bytesUsed() {
      return memtable.bytesUsed();
    }

    @Override
    public long entryCount() {
      return memtable.entryCount();
    }

    @Override
    public void close() {
      memtable.close();
    }
  }

  /** Skips the hundredth entry. */
  private static final class ForgetfulCursor implements Cursor {
    private final Cursor cursor;
    private int moves;

    ForgetfulCursor(Cursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean first() {
      return cursor.first();
    }

    @Override
    public boolean seek(Slice key) {
      return cursor.seek(key);
    }

    @Override
    public boolean next() {
      return (++moves != 100 || cursor.next()) && cursor.next();
    }

    @Override
    public EntryView entry() {
      return cursor.entry();
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
