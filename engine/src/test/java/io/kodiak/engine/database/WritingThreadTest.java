package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.engine.storage.MemoryStorage;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a thread writes with is used again for its next write. */
class WritingThreadTest {
  private final MemoryStorage storage = new MemoryStorage();

  @Test
  void writesOfAnySizeFollowEachOther() {
    int[] sizes = {10, 4_000, 0, 100_000, 5_000, 10, 4_096, 1};
    try (Database db = SmallDatabase.open(storage)) {
      Table table = db.table("t");
      for (int i = 0; i < sizes.length; i++) {
        table.put(bytes("key " + i), value(i, sizes[i]));
      }
      table.delete(bytes("key 3"));
    }
    try (Database db = SmallDatabase.open(storage)) {
      Table table = db.table("t");
      for (int i = 0; i < sizes.length; i++) {
        byte[] expected = i == 3 ? null : value(i, sizes[i]);
        assertThat(table.get(bytes("key " + i))).as("key %d", i).isEqualTo(expected);
      }
    }
  }

  private static byte[] value(int seed, int size) {
    byte[] value = new byte[size];
    Arrays.fill(value, (byte) seed);
    return value;
  }

  @Test
  void arraysBelongToTheCallerAgain() {
    try (Database db = SmallDatabase.open(storage)) {
      Table table = db.table("t");
      byte[] key = bytes("key 0");
      byte[] value = bytes("value 0");
      for (int i = 0; i < 10; i++) {
        key[key.length - 1] = (byte) ('0' + i);
        value[value.length - 1] = (byte) ('0' + i);
        table.put(key, value);
      }
      for (int i = 0; i < 10; i++) {
        assertThat(table.get(bytes("key " + i))).isEqualTo(bytes("value " + i));
      }
    }
  }

  @Test
  void anEarlierWriteIsNotMadeAgain() throws Exception {
    try (Database db = SmallDatabase.open(storage)) {
      Table table = db.table("t");
      table.put(bytes("shared"), bytes("mine"));
      table.delete(bytes("dropped"));
      Thread other =
          new Thread(
              () -> {
                table.put(bytes("shared"), bytes("theirs"));
                table.put(bytes("dropped"), bytes("theirs"));
              });
      other.start();
      other.join();
      table.put(bytes("another"), bytes("mine"));
      assertThat(SmallDatabase.contents(table))
          .containsEntry("shared", "theirs")
          .containsEntry("dropped", "theirs")
          .hasSize(3);
    }
  }

  @Test
  void aThreadWritesToSeveralDatabases() {
    try (Database one = SmallDatabase.open(storage);
        Database other = SmallDatabase.open(new MemoryStorage())) {
      Table first = one.table("t");
      Table second = other.table("t");
      first.put(bytes("key"), bytes("one"));
      second.put(bytes("key"), bytes("other"));
      first.put(bytes("key 2"), bytes("one"));
      assertThat(first.get(bytes("key"))).isEqualTo(bytes("one"));
      assertThat(second.get(bytes("key"))).isEqualTo(bytes("other"));
      assertThat(second.get(bytes("key 2"))).isNull();
    }
  }

  @Test
  void itDoesNotKeepADatabaseThatWasClosed() throws Exception {
    WeakReference<Engine> engine = openWriteClose();
    for (int i = 0; i < 100 && engine.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(engine.get()).isNull();
  }

  /** Ends with a write that is refused: it, too, must not be kept. */
  private WeakReference<Engine> openWriteClose() {
    Database db = SmallDatabase.open(storage);
    Table table = db.table("t");
    table.put(bytes("key"), bytes("value"));
    db.close();
    assertThatThrownBy(() -> table.put(bytes("key"), bytes("late")))
        .isInstanceOf(KodiakException.class);
    return new WeakReference<>(table.engine());
  }
}
