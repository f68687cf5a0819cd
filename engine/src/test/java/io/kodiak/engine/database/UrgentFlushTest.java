package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.FileSink;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.WriteOptions;
import io.kodiak.engine.sstable.ForwardingFormat;
import io.kodiak.engine.storage.BackgroundWork;
import io.kodiak.engine.storage.MemoryStorage;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A flush goes before merges from when writers are held back for it. */
class UrgentFlushTest {
  private static final int FLUSH_ENTRIES = 10;

  private final CountDownLatch mayFlush = new CountDownLatch(1);

  /** Of each flush, whether it was urgent when it began to write. */
  private final Queue<Boolean> urgent = new ConcurrentLinkedQueue<>();

  private final class Held extends ForwardingFormat {
    Held() {
      super(SmallDatabase.FORMAT);
    }

    @Override
    public SSTableWriter writer(FileSink sink, WriteOptions options) throws IOException {
      try {
        mayFlush.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      urgent.add(BackgroundWork.isUrgent());
      return super.writer(sink, options);
    }
  }

  @Test
  void itIsUrgentFromWhenTheLastMemtableThatThereIsRoomForIsHalfFull() {
    DatabaseOptions options =
        SmallDatabase.options(
                new MemoryStorage(),
                SyncMode.NEVER,
                new Held(),
                table -> table.flushAt(64 << 20, FLUSH_ENTRIES))
            .build();
    try (Database db = Database.open(options)) {
      Table table = db.table("t");
      TableState state = table.state();
      int most = state.options().immutableMemtables();
      put(table, most * FLUSH_ENTRIES);
      assertThat(state.immutableCount()).isEqualTo(most);
      put(table, FLUSH_ENTRIES / 2);
      assertThat(state.awaitsFlush()).isFalse();
      put(table, 1);
      assertThat(state.awaitsFlush()).isTrue();

      mayFlush.countDown();
      table.flush();
      assertThat(state.awaitsFlush()).isFalse();
      assertThat(urgent).containsExactly(true, false, false);
    } finally {
      mayFlush.countDown();
    }
  }

  private static void put(Table table, int count) {
    for (int i = 0; i < count; i++) {
      table.put(bytes("key " + i), bytes("value"));
    }
  }
}
