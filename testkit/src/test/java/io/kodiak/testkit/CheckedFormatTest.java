package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Settings;
import io.kodiak.api.Slice;
import io.kodiak.api.SpiVersion;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The watched format behaves as the one inside, and notices breaches on both sides. */
final class CheckedFormatTest {
  private static final Block LOW = RandomBlocks.rising(0, 10, 5);
  private static final Block HIGH = RandomBlocks.rising(100, 10, 5);

  /** A watched format keeps the contract. */
  @Nested
  final class OfACorrectFormat extends SSTableFormatContract {
    @Override
    protected SSTableFormatProvider provider() {
      return new SSTableFormatProvider() {
        @Override
        public String name() {
          return "checked";
        }

        @Override
        public int spiVersion() {
          return SpiVersion.CURRENT;
        }

        @Override
        public SSTableFormat create(Settings settings) {
          return new CheckedFormat(new ReferenceFormatProvider(FormatFault.NONE).create(settings));
        }
      };
    }
  }

  private static SSTableWriter writer(FormatFault fault) throws IOException {
    return new CheckedFormat(new ReferenceFormat(fault))
        .writer(new MemoryFile("f"), SSTableFormatFixture.options(1, false, 0));
  }

  private static void expectBreach(ThrowingCallable use, String message) {
    assertThatThrownBy(use).isInstanceOf(AssertionError.class).hasMessageContaining(message);
  }

  @Test
  void noticesBlocksOutOfOrder() throws IOException {
    SSTableWriter writer = writer(FormatFault.NONE);
    writer.append(HIGH);
    expectBreach(() -> writer.append(LOW), "after");
    expectBreach(() -> writer.append(HIGH), "after");
  }

  @Test
  void noticesWritersThatAreMisused() throws IOException {
    expectBreach(() -> writer(FormatFault.NONE).finish(), "finish without a block");
    SSTableWriter finished = writer(FormatFault.NONE);
    finished.append(LOW);
    finished.finish();
    expectBreach(() -> finished.append(HIGH), "append after finish");
    expectBreach(finished::finish, "finish after finish");
    SSTableWriter closed = writer(FormatFault.NONE);
    closed.close();
    expectBreach(() -> closed.append(LOW), "append after close");
    SSTableWriter foreign = writer(FormatFault.NONE);
    Threads threads = new Threads();
    threads.start("stranger", () -> foreign.append(LOW));
    expectBreach(threads::join, "another thread");
  }

  @Test
  void noticesReadersThatAreMisused() throws IOException {
    SSTableFormat format = new CheckedFormat(new ReferenceFormat(FormatFault.NONE));
    MemoryFile file = new MemoryFile("f");
    Slice directory;
    try (SSTableWriter writer = format.writer(file, SSTableFormatFixture.options(0, true, 10))) {
      writer.append(LOW);
      directory = writer.finish();
    }
    SSTableReader reader = format.reader(file.source(), 1, directory);
    expectBreach(() -> reader.block(1), "block 1 of 1");
    reader.close();
    expectBreach(() -> reader.block(0), "block 0 after close");
    expectBreach(() -> format.reader(file.source(), 2, directory), "version 2");
  }

  @Test
  void noticesFaultsOfTheFormat() throws IOException {
    expectBreach(() -> writer(FormatFault.COUNTS_NO_BYTES).append(LOW), "0 bytes written of");
    expectBreach(
        () ->
            new CheckedFormat(new ReferenceFormat(FormatFault.DOT_IN_THE_EXTENSION))
                .fileExtension(),
        "the file extension");
  }
}
