package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static io.kodiak.engine.database.SmallDatabase.contents;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.engine.storage.MemoryStorage;
import io.kodiak.engine.storage.MemoryStorage.Loss;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A flush is durable at once, the log perhaps not: what a loss of power leaves is still a prefix of
 * what was written, with every batch whole.
 */
class FlushCrashTest {
  private static Database open(MemoryStorage storage) {
    return Database.open(SmallDatabase.options(storage, SyncMode.NEVER));
  }

  @Test
  void whatIsWrittenAfterTheLogWasLostIsNewerThanWhatWasFlushed() {
    MemoryStorage storage = new MemoryStorage();
    MemoryStorage lost;
    try (Database db = open(storage)) {
      for (int i = 0; i < 50; i++) {
        db.table("t").put(bytes("key"), bytes("old " + i));
      }
      db.table("t").flush();
      lost = storage.crash(Loss.ALL_LOST, new Random(1));
    }
    MemoryStorage killed;
    try (Database after = open(lost)) {
      assertThat(contents(after.table("t"))).isEqualTo(Map.of("key", "old 49"));
      after.table("t").put(bytes("key"), bytes("new"));
      after.table("t").put(bytes("other"), bytes("new"));
      assertThat(contents(after.table("t"))).isEqualTo(Map.of("key", "new", "other", "new"));
      killed = lost.crash(Loss.NOTHING_LOST, new Random(2));
    }
    try (Database again = open(killed)) {
      assertThat(contents(again.table("t"))).isEqualTo(Map.of("key", "new", "other", "new"));
    }
  }

  @Test
  void aBatchIsWholeThoughOnlyOneOfItsTablesWasFlushed() {
    MemoryStorage storage = new MemoryStorage();
    try (Database db = open(storage)) {
      Table one = db.table("one");
      Table other = db.table("other");
      for (int i = 0; i < 20; i++) {
        other.put(bytes("before " + i), bytes("v"));
        WriteBatch batch = new WriteBatch();
        batch.put(one, bytes("both " + i), bytes("v")).put(other, bytes("both " + i), bytes("v"));
        db.write(batch);
      }
      one.flush();
      MemoryStorage lost = storage.crash(Loss.ALL_LOST, new Random(3));
      try (Database after = open(lost)) {
        assertThat(contents(after.table("one"))).hasSize(20);
        assertThat(contents(after.table("other"))).hasSize(40);
      }
    }
  }

  @Test
  void theOtherHalfOfTheLastBatchIsKeptToo() {
    MemoryStorage storage = new MemoryStorage();
    try (Database db = open(storage)) {
      Table one = db.table("one");
      Table other = db.table("other");
      db.write(
          new WriteBatch().put(one, bytes("k"), bytes("v")).put(other, bytes("k"), bytes("v")));
      one.flush();
      try (Database after = open(storage.crash(Loss.ALL_LOST, new Random(4)))) {
        assertThat(contents(after.table("one"))).isEqualTo(Map.of("k", "v"));
        assertThat(contents(after.table("other"))).isEqualTo(Map.of("k", "v"));
      }
    }
  }
}
