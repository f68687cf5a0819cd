package io.kodiak.memtable.rotating;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whom the thread serves and for how long. */
final class MaintenanceThreadTest {
  private static final int COUNT = 1 << 12;

  private final MaintenanceThread thread = new MaintenanceThread(1_000);

  private static RotatingSkipListMemtable filled(Upkeep upkeep) {
    RotatingSkipListMemtable memtable = Lists.memtable(upkeep);
    for (int i = 0; i < COUNT; i++) {
      Lists.put(memtable, Lists.scattered(i, COUNT), i + 1);
    }
    return memtable;
  }

  /** Waits for the thread to end, which it does when nothing is left to do. */
  private void awaitEnd() throws InterruptedException {
    @Nullable Thread running = thread.thread();
    if (running != null) {
      running.join();
    }
  }

  @Test
  void maintainsWhatIsWrittenAndEndsWhenNothingIs() throws InterruptedException {
    RotatingSkipListMemtable memtable = filled(thread::serve);
    awaitEnd();
    assertThat(thread.thread()).isNull();
    Lists.maintain(memtable);
    Lists.expectSound(memtable);
    Lists.expectBalance(memtable);
    Lists.put(memtable, "a", COUNT + 1);
  }

  @Test
  void beginsAgainWhenItIsWantedAgain() throws InterruptedException {
    RotatingSkipListMemtable memtable = filled(Lists.NEVER);
    thread.serve(memtable.list().maintenance());
    awaitEnd();
    assertThat(memtable.list().maintenance().isIdle()).isTrue();
    for (int i = 0; i < COUNT; i++) {
      Lists.put(memtable, Lists.scattered(i, COUNT) + "/more", COUNT + i + 1);
    }
    assertThat(memtable.list().maintenance().isIdle()).isFalse();
    thread.serve(memtable.list().maintenance());
    awaitEnd();
    assertThat(memtable.list().maintenance().isIdle()).isTrue();
  }

  @Test
  void aFailureOfOneListIsNotThatOfAnother() throws InterruptedException {
    RotatingSkipListMemtable broken = filled(Lists.NEVER);
    RotatingSkipListMemtable sound = filled(Lists.NEVER);
    broken.entries().clear();
    thread.serve(sound.list().maintenance());
    thread.serve(broken.list().maintenance());
    awaitEnd();
    assertThat(sound.list().maintenance().isIdle()).isTrue();
    assertThat(thread.count()).as("lists that it serves on").isEqualTo(1);
  }

  @Test
  void letsGoOfWhatIsClosed() throws InterruptedException {
    RotatingSkipListMemtable memtable = filled(thread::serve);
    // The memtable may have built its list again, and the thread takes leave of the one before.
    awaitEnd();
    assertThat(thread.count()).isEqualTo(1);
    memtable.close();
    RotatingSkipListMemtable other = filled(Lists.NEVER);
    thread.serve(other.list().maintenance());
    awaitEnd();
    assertThat(thread.count()).isEqualTo(1);
  }

  @Test
  void takesLeaveOfAListThatWasBuiltAgain() throws InterruptedException {
    Set<Maintenance> wanted = new LinkedHashSet<>();
    RotatingSkipListMemtable memtable = filled(wanted::add);
    assertThat(wanted).as("those of the list and of the one before it").hasSize(2);
    assertThat(wanted).last().isSameAs(memtable.list().maintenance());
    wanted.forEach(thread::serve);
    awaitEnd();
    assertThat(thread.count()).isEqualTo(1);
  }

  @Test
  void keepsNothingAlive() {
    WeakReference<RotatingSkipListMemtable> memtable = new WeakReference<>(filled(thread::serve));
    WeakReference<Maintenance> maintenance = maintenanceOf(memtable);
    for (int i = 0; i < 100 && maintenance.get() != null; i++) {
      System.gc();
    }
    assertThat(memtable.get()).isNull();
    assertThat(maintenance.get()).isNull();
  }

  private static WeakReference<Maintenance> maintenanceOf(
      WeakReference<RotatingSkipListMemtable> memtable) {
    @Nullable RotatingSkipListMemtable alive = memtable.get();
    return new WeakReference<>(alive == null ? null : alive.list().maintenance());
  }
}
