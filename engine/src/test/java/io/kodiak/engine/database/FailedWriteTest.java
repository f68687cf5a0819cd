package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kodiak.api.EntryKind;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.engine.read.ForwardingMemtable;
import io.kodiak.engine.read.MapMemtable;
import io.kodiak.engine.storage.MemoryStorage;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Errors of the JVM, and of plug-ins, in the middle of a write. */
class FailedWriteTest {
  private static final Slice FATAL = Slice.utf8("fatal");
  private static final Slice SLOW = Slice.utf8("slow");

  private final MemoryStorage storage = new MemoryStorage();
  private final CountDownLatch slowBegan = new CountDownLatch(1);
  private final CountDownLatch slowMayEnd = new CountDownLatch(1);
  private final AtomicBoolean refusing = new AtomicBoolean();

  /** As from a stack at its end: whoever looks at it closely gets another one. */
  private static final class Overflow extends StackOverflowError {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new StackOverflowError("in the handler");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new StackOverflowError("in the handler");
    }
  }

  private Database open() {
    return Database.open(
        SmallDatabase.options(
                storage,
                SyncMode.ALWAYS,
                SmallDatabase.FORMAT,
                table -> table.memtable("planted", bytes -> planted()).flushAt(64 << 20, 10))
            .build());
  }

  private Memtable planted() {
    if (refusing.get()) {
      throw new IllegalStateException("no memtable today");
    }
    return new Planted();
  }

  private final class Planted extends ForwardingMemtable {
    Planted() {
      super(new MapMemtable());
    }

    @Override
    public void put(Slice key, long sequence, EntryKind kind, Slice value) {
      if (key.equals(FATAL)) {
        throw new Overflow();
      }
      if (key.equals(SLOW)) {
        slowBegan.countDown();
        awaitEnd();
      }
      super.put(key, sequence, kind, value);
    }

    private void awaitEnd() {
      try {
        slowMayEnd.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A thread that puts one key, and what came of it. */
  private static final class Putting {
    private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    private final Thread thread;

    Putting(Table table, Slice key) {
      thread =
          new Thread(
              () -> thrown.set(catchThrowable(() -> table.put(key.toByteArray(), bytes("value")))));
      thread.start();
    }

    /** Waits until it waits for others. */
    void awaitQueued() {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }

    @Nullable Throwable outcome() throws InterruptedException {
      thread.join();
      return thrown.get();
    }
  }

  @Test
  void nobodyIsToldThatAWriteWasDoneWhichAnErrorKeptFromBeingDone() throws Exception {
    Database db = open();
    Table table = db.table("t");
    Putting slow = new Putting(table, SLOW);
    slowBegan.await();
    Putting leader = new Putting(table, FATAL);
    leader.awaitQueued();
    Putting follower = new Putting(table, Slice.utf8("follower"));
    follower.awaitQueued();
    slowMayEnd.countDown();

    assertThat(slow.outcome()).isNull();
    assertThat(leader.outcome()).isInstanceOf(StackOverflowError.class);
    assertThat(follower.outcome())
        .isInstanceOf(KodiakException.class)
        .hasMessageContaining("outcome unknown");
    assertThat(db.state()).isEqualTo(DatabaseState.FAILED);
    assertThatThrownBy(() -> table.put(bytes("late"), bytes("value")))
        .isInstanceOf(KodiakException.class)
        .hasMessageContaining("open the database again");
    db.close();
  }

  @Test
  void aThreadDoesNotKeepADatabaseThatFailedInItsHands() throws Exception {
    WeakReference<Engine> engine = openFailClose();
    for (int i = 0; i < 100 && engine.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(engine.get()).isNull();
  }

  private WeakReference<Engine> openFailClose() {
    Database db = open();
    Table table = db.table("t");
    assertThatThrownBy(() -> table.put(FATAL.toByteArray(), bytes("value")))
        .isInstanceOf(StackOverflowError.class);
    db.close();
    return new WeakReference<>(table.engine());
  }

  @Test
  void nothingIsLostWhileAPlugInMakesNoMemtable() {
    Map<String, String> acknowledged = new TreeMap<>();
    try (Database db = open()) {
      Table table = db.table("t");
      refusing.set(true);
      int refused = 0;
      for (int i = 0; i < 30; i++) {
        String key = "key " + i;
        Throwable thrown = catchThrowable(() -> table.put(bytes(key), bytes("value")));
        if (thrown == null) {
          acknowledged.put(key, "value");
        } else {
          assertThat(thrown)
              .isInstanceOf(KodiakException.class)
              .hasMessageContaining("nothing was written")
              .hasMessageContaining("no memtable today");
          refused++;
        }
      }
      assertThat(refused).isEqualTo(20);
      assertThat(SmallDatabase.contents(table)).isEqualTo(acknowledged);
      refusing.set(false);
      table.put(bytes("last"), bytes("value"));
      acknowledged.put("last", "value");
      table.flush();
      assertThat(SmallDatabase.contents(table)).isEqualTo(acknowledged);
    }
    try (Database db = open()) {
      assertThat(SmallDatabase.contents(db.table("t"))).isEqualTo(acknowledged);
    }
  }
}
