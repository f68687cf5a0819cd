package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, UTF_8);
  private final AtomicLong clock = new AtomicLong();

  private String shown() {
    String text = bytes.toString(UTF_8);
    bytes.reset();
    return text;
  }

  @Test
  void drawsABarOverItselfOnATerminal() {
    Progress progress = new Progress(err, true, "rows", clock::get);
    progress.update(10, 0.1);
    assertThat(shown()).as("too early").isEmpty();
    clock.addAndGet(500_000_000);
    progress.update(5_000, 0.5);
    assertThat(shown())
        .isEqualTo("\r[###############---------------] 50 %  5,000 rows  10,000/s\u001b[K");
    progress.clear();
    assertThat(shown()).isEqualTo("\r\u001b[K");
    progress.clear();
    assertThat(shown()).isEmpty();
  }

  @Test
  void printsALineNowAndThenElsewhere() {
    Progress progress = new Progress(err, false, "rows", clock::get);
    clock.addAndGet(4_000_000_000L);
    progress.update(10, 0.1);
    assertThat(shown()).isEmpty();
    clock.addAndGet(1_000_000_000L);
    progress.update(1_000_000, 0.25);
    assertThat(shown()).isEqualTo("25 %  1,000,000 rows  200,000/s" + System.lineSeparator());
    clock.addAndGet(5_000_000_000L);
    progress.update(2_000_000, -1);
    assertThat(shown()).isEqualTo("2,000,000 rows  200,000/s" + System.lineSeparator());
    progress.clear();
    assertThat(shown()).isEmpty();
  }

  @Test
  void tellsBytesOfHowMany() {
    Progress progress = new Progress(err, true, "bytes", clock::get);
    clock.addAndGet(2_000_000_000);
    progress.updateBytes(0, 0);
    assertThat(shown()).as("not known yet").isEmpty();
    clock.addAndGet(2_000_000_000);
    progress.updateBytes(10 << 20, 40 << 20);
    assertThat(shown())
        .isEqualTo(
            "\r[########----------------------] 25 %  10.0 MiB of 40.0 MiB  2.5 MiB/s\u001b[K");
  }
}
