package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kodiak.api.Block;
import io.kodiak.api.EntryView;
import io.kodiak.api.FileSource;
import io.kodiak.api.PointReader;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What the readers of a format owe, in whatever order and by however many threads they are used.
 */
abstract class SSTableFormatReaderContract extends SSTableFormatDamageContract {
  @Test
  void readsBlocksInAnyOrderAndAgain() throws IOException {
    SSTableFormat format = create();
    List<Block> blocks = RandomBlocks.random(10, 4_000);
    Written written = write(format, blocks);
    SplittableRandom random = new SplittableRandom(11);
    try (SSTableReader reader = open(format, written.file().source(), written.directory())) {
      List<Block> kept = new ArrayList<>();
      List<Integer> indexes = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int index = random.nextInt(blocks.size());
        indexes.add(index);
        kept.add(reader.block(index));
      }
      for (int i = 0; i < kept.size(); i++) {
        expectSame(kept.get(i), blocks.get(indexes.get(i)), indexes.get(i));
      }
    }
  }

  @Test
  void readsBlocksIntoSpentOnesOfAnyShape() throws IOException {
    SSTableFormat format = create();
    long seed = TestRun.seed("readsBlocksIntoSpentOnesOfAnyShape");
    SplittableRandom random = new SplittableRandom(seed);
    List<Block> blocks = RandomBlocks.random(seed, 4_000);
    Written written = write(format, blocks);
    List<Block> others = RandomBlocks.random(seed + 1, 40);
    Written other = write(format, others);
    try (SSTableReader reader = open(format, written.file().source(), written.directory());
        SSTableReader another = open(format, other.file().source(), other.directory())) {
      Block kept = reader.block(0);
      Block spent = another.block(random.nextInt(others.size()));
      for (int i = 0; i < 400; i++) {
        RandomBlocks.overwrite(spent);
        if (i % 7 == 0) {
          int index = random.nextInt(others.size());
          spent = another.block(index, spent);
          expectSame(spent, others.get(index), index);
        } else {
          int index = random.nextInt(blocks.size());
          spent = reader.block(index, spent);
          expectSame(spent, blocks.get(index), index);
        }
      }
      // What the caller made of arrays of its own choice is as good.
      expectSame(
          reader.block(1, RandomBlocks.single(Slice.utf8("k"), Slice.EMPTY)), blocks.get(1), 1);
      expectSame(kept, blocks.get(0), 0);
    }
  }

  @Test
  void aPointReaderFindsWhatTheBlocksHold() throws IOException {
    SSTableFormat format = create();
    long seed = TestRun.seed("aPointReaderFindsWhatTheBlocksHold");
    SplittableRandom random = new SplittableRandom(seed);
    List<Block> blocks = RandomBlocks.random(seed, 3_000);
    Written written = write(format, blocks);
    try (SSTableReader reader = open(format, written.file().source(), written.directory())) {
      assumeThat(reader).isInstanceOf(PointReader.class);
      PointReader points = (PointReader) reader;
      List<EntryView> kept = new ArrayList<>();
      List<String> seen = new ArrayList<>();
      for (int i = 0; i < TestRun.scaled(4_000); i++) {
        int index = random.nextInt(blocks.size());
        Block block = blocks.get(index);
        int row = random.nextInt(block.count());
        byte[] key = key(block.key(row).toByteArray(), random);
        long snapshot = snapshot(block.sequence(row), random);
        EntryView found = new EntryView();
        EntryView expected = new EntryView();
        assertThat(points.find(index, key, 0, key.length, snapshot, found))
            .as("block %d, key %s as of %d", index, Slice.of(key), snapshot)
            .isEqualTo(BlockLookup.find(block, key, 0, key.length, snapshot, expected));
        assertThat(BlockLookup.same(found, expected, snapshot))
            .as("%s, as of %d expected %s", found, snapshot, expected)
            .isTrue();
        kept.add(found);
        seen.add(found.toString());
      }
      for (int i = 0; i < kept.size(); i++) {
        assertThat(kept.get(i)).hasToString(seen.get(i));
      }
    }
  }

  /** A key, or one that is a little shorter, longer or greater. */
  private static byte[] key(byte[] key, SplittableRandom random) {
    switch (random.nextInt(6)) {
      case 0 -> {
        return Arrays.copyOf(key, key.length + 1);
      }
      case 1 -> {
        return Arrays.copyOf(key, Math.max(1, key.length - 1));
      }
      case 2 -> key[random.nextInt(key.length)]++;
      default -> {}
    }
    return key;
  }

  private static long snapshot(long sequence, SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> sequence;
      case 1 -> Math.max(1, sequence - 1);
      case 2 -> 1 + random.nextLong(2 * sequence);
      default -> Long.MAX_VALUE;
    };
  }

  @Test
  void aDirectoryMadeFromTheFileIsTheOneThatWasWritten() throws IOException {
    SSTableFormat format = create();
    Written written = write(format, RandomBlocks.random(13, 2_000));
    Slice made = format.directory(written.file().source(), format.version());
    if (made.length() > 0) {
      assertThat(made).isEqualTo(written.directory());
    }
  }

  @Test
  void aReaderServesManyThreads() throws IOException {
    SSTableFormat format = create();
    List<Block> blocks = RandomBlocks.random(12, 3_000);
    Written written = write(format, blocks);
    try (SSTableReader reader = open(format, written.file().source(), written.directory())) {
      Threads threads = new Threads();
      for (int t = 0; t < 4; t++) {
        SplittableRandom random = new SplittableRandom(t);
        threads.start(
            "reader " + t,
            () -> {
              for (int i = 0; i < TestRun.scaled(300); i++) {
                int index = random.nextInt(blocks.size());
                expectSame(reader.block(index), blocks.get(index), index);
              }
            });
      }
      threads.join();
    }
  }

  @Test
  void readersOfOneFileAreApart() throws IOException {
    SSTableFormat format = create();
    List<Block> blocks = RandomBlocks.random(13, 800);
    Written written = write(format, blocks);
    FileSource source = written.file().source();
    try (SSTableReader left = open(format, source, written.directory())) {
      SSTableReader closed = open(format, source, null);
      expectSame(closed.block(0), blocks.get(0), 0);
      closed.close();
      closed.close();
      for (int i = 0; i < blocks.size(); i++) {
        expectSame(left.block(i), blocks.get(i), i);
      }
    }
  }
}
