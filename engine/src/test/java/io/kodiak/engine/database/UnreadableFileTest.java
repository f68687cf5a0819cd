package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kodiak.api.FileSource;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.ForwardingFormat;
import io.kodiak.engine.storage.MemoryStorage;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A file that was just written cannot be opened, for a while. */
class UnreadableFileTest {
  private static final int FLUSH_ENTRIES = 10;

  private final MemoryStorage storage = new MemoryStorage();
  private final AtomicBoolean unreadable = new AtomicBoolean();
  private final Set<String> opened = ConcurrentHashMap.newKeySet();
  private final Map<String, String> acknowledged = new TreeMap<>();
  private int next;

  private final class AtTimesUnreadable extends ForwardingFormat {
    AtTimesUnreadable() {
      super(SmallDatabase.FORMAT);
    }

    @Override
    public SSTableReader reader(FileSource source, int version, @Nullable Slice directory)
        throws IOException {
      // Whoever wrote it looks at it, before it becomes part of the tree.
      if (!opened.add(source.name()) && unreadable.get()) {
        throw new IOException("too many open files");
      }
      return super.reader(source, version, directory);
    }
  }

  private Database open() {
    return Database.open(
        SmallDatabase.options(
                storage,
                SyncMode.ALWAYS,
                new AtTimesUnreadable(),
                table -> table.flushAt(64 << 20, FLUSH_ENTRIES))
            .build());
  }

  /** Puts some entries; how many were taken. */
  private int put(Table table, int count) {
    int taken = 0;
    for (int i = 0; i < count; i++) {
      String key = "key " + next++;
      Throwable thrown = catchThrowable(() -> table.put(bytes(key), bytes("value")));
      if (thrown == null) {
        acknowledged.put(key, "value");
        taken++;
      } else {
        assertThat(thrown).isInstanceOf(KodiakException.class);
      }
    }
    return taken;
  }

  private long files() {
    return storage.names().stream().filter(name -> name.endsWith(".columns")).count();
  }

  private static long storedEntries(Table table) {
    return table.stats().runs().stream()
        .flatMap(run -> run.tables().stream())
        .mapToLong(SSTableMeta::entries)
        .sum();
  }

  private static void await(Database db, DatabaseState state) throws InterruptedException {
    while (db.state() != state) {
      Thread.sleep(1);
    }
  }

  @Test
  void readersSeeAllThatWasAcknowledgedAndNothingIsFlushedTwice() throws Exception {
    try (Database db = open()) {
      Table table = db.table("t");
      unreadable.set(true);
      assertThat(put(table, FLUSH_ENTRIES)).isEqualTo(FLUSH_ENTRIES);
      while (files() == 0) {
        Thread.sleep(1);
      }
      put(table, 3 * FLUSH_ENTRIES);
      assertThat(SmallDatabase.contents(table)).isEqualTo(acknowledged);
      await(db, DatabaseState.STALLED);
      assertThat(SmallDatabase.contents(table)).isEqualTo(acknowledged);
      assertThat(put(table, 1)).isZero();
      assertThat(files()).isEqualTo(1);

      unreadable.set(false);
      await(db, DatabaseState.HEALTHY);
      assertThat(SmallDatabase.contents(table)).isEqualTo(acknowledged);
      assertThat(put(table, 5)).isEqualTo(5);
      table.flush();
      assertThat(SmallDatabase.contents(table)).isEqualTo(acknowledged);
      assertThat(storedEntries(table)).isEqualTo(acknowledged.size());
    }
    try (Database db = open()) {
      assertThat(SmallDatabase.contents(db.table("t"))).isEqualTo(acknowledged);
    }
  }
}
