package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a format owes when bytes cannot be written, or cannot be had. */
abstract class SSTableFormatFailureContract extends SSTableFormatEncodedContract {
  /** A small file of several blocks. */
  record Subject(SSTableFormat format, List<Block> blocks, Slice file, Slice directory) {}

  final Subject subject() throws IOException {
    SSTableFormat format = create();
    RandomEntries source = new RandomEntries(20);
    List<Block> blocks = RandomBlocks.cut(new TreeSet<>(source.next(400)), source.random(), 60);
    Written written = write(format, blocks);
    Slice file = Slice.of(written.file().toByteArray());
    return new Subject(format, blocks, file, written.directory());
  }

  @Test
  void aSinkThatFailsFailsTheWriter() throws IOException {
    Subject subject = subject();
    SplittableRandom random = new SplittableRandom(23);
    for (int round = 0; round < 40; round++) {
      FailingSink sink = new FailingSink(random.nextInt(subject.file().length()));
      IOException thrown = null;
      try (SSTableWriter writer = subject.format().writer(sink, options(1, false, 0))) {
        for (Block block : subject.blocks()) {
          writer.append(block);
        }
        writer.finish();
      } catch (IOException e) {
        thrown = e;
      }
      expectPassedOn(thrown, sink.failure);
    }
  }

  @Test
  void aSourceThatFailsFailsTheReadAndOnlyThat() throws IOException {
    Subject subject = subject();
    for (Slice directory : new Slice[] {subject.directory(), null}) {
      FailingSource source =
          new FailingSource(MemoryFile.of(FILE, subject.file().array()).source());
      try (SSTableReader reader = open(subject.format(), source, directory)) {
        for (int i = 0; i < subject.blocks().size(); i++) {
          expectSame(reader.block(i), subject.blocks().get(i), i);
          source.fails = true;
          try {
            expectSame(reader.block(i), subject.blocks().get(i), i);
          } catch (IOException e) {
            expectPassedOn(e, source.failure);
          }
          source.fails = false;
          expectSame(reader.block(i), subject.blocks().get(i), i);
        }
      }
    }
  }

  @Test
  void aSourceThatFailsFailsTheRebuildOfTheDirectory() throws IOException {
    Subject subject = subject();
    FailingSource source = new FailingSource(MemoryFile.of(FILE, subject.file().array()).source());
    source.fails = true;
    IOException thrown = null;
    try (SSTableReader reader = open(subject.format(), source, null)) {
      assertThat(reader.blockCount()).as("blocks of a file that nobody could read").isZero();
    } catch (IOException e) {
      thrown = e;
    }
    expectPassedOn(thrown, source.failure);
  }

  private static void expectPassedOn(@Nullable IOException thrown, IOException failure) {
    assertThat(thrown).as("the error of the file").isNotNull();
    assertThat(thrown).isNotInstanceOf(CorruptionException.class);
    boolean isCause = false;
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      isCause |= at == failure;
    }
    assertThat(isCause).as("%s comes from %s", thrown, failure).isTrue();
  }
}
