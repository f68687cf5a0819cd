package io.kodiak.memtable.rotating;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NoticesTest {
  @Test
  void givesBackInOrderWhatWasAddedAndRefusesWhatHasNoRoom() {
    Notices notices = new Notices();
    int added = 0;
    int taken = 0;
    for (int round = 1; round <= 5; round++) {
      while (notices.add(added, added + 1, added + 2, added + 3)) {
        added++;
      }
      assertThat(added - taken).isEqualTo(Notices.CAPACITY);
      for (int i = 0; i < Notices.CAPACITY / round; i++) {
        assertThat(notices.isEmpty()).isFalse();
        expect(notices, taken++);
      }
    }
    while (taken < added) {
      expect(notices, taken++);
    }
    assertThat(notices.isEmpty()).isTrue();
  }

  private static void expect(Notices notices, int entry) {
    assertThat(notices.entry()).isEqualTo(entry);
    assertThat(notices.wheel()).isEqualTo(entry + 1);
    assertThat(notices.above()).isEqualTo(entry + 2);
    assertThat(notices.use()).isEqualTo(entry + 3);
    notices.remove();
  }
}
