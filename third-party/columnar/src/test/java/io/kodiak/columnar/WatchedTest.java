package io.kodiak.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CorruptionException;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WatchedTest {
  @Test
  void givesUpOnACallThatDoesNotComeBack() {
    AtomicBoolean ended = new AtomicBoolean();
    try (Watched watched = new Watched("x.orc", 50_000_000L)) {
      assertThatThrownBy(
              () ->
                  watched.call(
                      () -> {
                        long count = 0;
                        while (!ended.get()) {
                          count++;
                        }
                        return count;
                      }))
          .isInstanceOf(CorruptionException.class)
          .hasMessage("x.orc: it is damaged: decoding its values comes to no end");
    } finally {
      ended.set(true);
    }
  }

  @Test
  void handsOnWhatTheCallReturnsOrThrows() throws IOException {
    try (Watched watched = new Watched("x.orc", 1)) {
      assertThat(watched.call(() -> 7)).isEqualTo(7);
      assertThatThrownBy(
              () ->
                  watched.call(
                      () -> {
                        throw new EOFException("end");
                      }))
          .isInstanceOf(EOFException.class);
      assertThatThrownBy(
              () ->
                  watched.call(
                      () -> {
                        throw new StackOverflowError();
                      }))
          .isInstanceOf(StackOverflowError.class);
    }
  }
}
