package io.kodiak.format.orc;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.testkit.RandomBlocks;
import io.kodiak.testkit.TestRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.storage.ql.io.sarg.PredicateLeaf;
import org.apache.orc.storage.ql.io.sarg.SearchArgument;
import org.apache.orc.storage.ql.io.sarg.SearchArgumentFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ORC library finds rows by the row index, wherever blocks and row groups begin. */
class RowIndexTest {
  private static final int ROWS = 65_000;
  private static final int STRIDE = Layout.ROW_INDEX_STRIDE;

  /** Blocks small and large, so that row groups begin within blocks and within their chunks. */
  private static List<List<Block>> files(long seed) {
    List<List<Block>> files = new ArrayList<>();
    for (int blockRows : new int[] {40, 900, 60_000}) {
      for (int tombstones : new int[] {0, 20, 100}) {
        SplittableRandom random = new SplittableRandom(seed + blockRows + tombstones);
        files.add(NumberedRows.blocks(ROWS, blockRows, tombstones, random));
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<Block> ends = new ArrayList<>(NumberedRows.blocks(2 * STRIDE, 1, 0, random));
    ends.addAll(List.of(RandomBlocks.rising(-1L << 40, 30_000, 9)));
    files.add(ends);
    return files;
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd", "snappy"})
  void rowsAreFoundByTheirNumber(String compression) throws IOException {
    long seed = TestRun.seed("rowsAreFoundByTheirNumber");
    for (List<Block> blocks : files(seed)) {
      byte[] file =
          TestFiles.write(TestFiles.format(compression, 4 << 20), blocks).file().toByteArray();
      Block all = TestFiles.joined(blocks);
      try (Reader reader = LibraryReader.open(file);
          RecordReader rows = reader.rows()) {
        VectorizedRowBatch batch = reader.getSchema().createRowBatch(100);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 60; round++) {
          int group = random.nextInt(all.count() / STRIDE) * STRIDE;
          int row = round % 2 == 0 ? group : random.nextInt(all.count());
          rows.seekToRow(row);
          assertThat(rows.nextBatch(batch)).isTrue();
          expectRows(batch, all, row);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd", "snappy"})
  void onlyRowGroupsThatMayHoldASequenceAreRead(String compression) throws IOException {
    long seed = TestRun.seed("onlyRowGroupsThatMayHoldASequence");
    for (int tombstones : new int[] {0, 20}) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Block> blocks = NumberedRows.blocks(ROWS, 900, tombstones, random);
      byte[] file = TestFiles.write(TestFiles.format(compression), blocks).file().toByteArray();
      Block all = TestFiles.joined(blocks);
      for (int group = 0; group <= ROWS / STRIDE; group++) {
        int first = group * STRIDE;
        int last = Math.min(ROWS, first + STRIDE) - 1;
        long from = first + 100L;
        assertThat(rowsBetween(file, all, from, last - 100)).isEqualTo(last + 1 - first);
      }
      assertThat(rowsBetween(file, all, ROWS + 100, ROWS + 200)).isZero();
      assertThat(rowsBetween(file, all, STRIDE + 50, 3 * STRIDE - 50)).isEqualTo(2 * STRIDE);
    }
  }

  /** Reads with a search argument, compares the rows that come, and returns how many they are. */
  private static long rowsBetween(byte[] file, Block all, long from, long to) throws IOException {
    SearchArgument between =
        SearchArgumentFactory.newBuilder()
            .between("seq", PredicateLeaf.Type.LONG, from, to)
            .build();
    try (Reader reader = LibraryReader.open(file)) {
      Reader.Options options =
          reader.options().searchArgument(between, new String[] {"key", "seq", "op", "value"});
      try (RecordReader rows = reader.rows(options)) {
        VectorizedRowBatch batch = reader.getSchema().createRowBatch();
        long count = 0;
        while (rows.nextBatch(batch)) {
          BlockBuilder first = new BlockBuilder();
          LibraryReader.append(batch, 0, first);
          expectRows(batch, all, NumberedRows.number(first.build().key(0)));
          count += batch.size;
        }
        return count;
      }
    }
  }

  private static void expectRows(VectorizedRowBatch batch, Block all, int first) {
    BlockBuilder found = new BlockBuilder();
    BlockBuilder expected = new BlockBuilder();
    for (int i = 0; i < batch.size; i++) {
      LibraryReader.append(batch, i, found);
    }
    expected.append(all, first, first + batch.size);
    assertThat(found.build().equals(expected.build())).as("rows from %d on", first).isTrue();
  }
}
