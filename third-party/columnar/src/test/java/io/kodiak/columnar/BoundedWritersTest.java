package io.kodiak.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a writer holds back in memory. */
class BoundedWritersTest {
  private static final int SMALL_ROWS = 5_000;
  private static final int LARGE_ROWS = 200;
  private static final int MIB = 1 << 20;

  /** A row group or a stripe, and what comes in until the next look at its size. */
  private static final long MOST = 80L * MIB;

  /** Counts and forgets. */
  private static final class Counting extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] from, int offset, int count) {
      bytes += count;
    }
  }

  @ParameterizedTest
  @EnumSource
  void holdNoMoreThanOnePartWhenLargeValuesFollowSmallOnes(FileKind kind) throws IOException {
    long seed = 5;
    Random random = new Random(seed);
    byte[] value = new byte[MIB];
    random.nextBytes(value);
    Counting out = new Counting();
    long given = 0;
    long most = 0;
    try (ColumnarWriter writer =
        ColumnarWriter.create(out, kind, List.of("value"), Compression.NONE)) {
      for (int row = 0; row < SMALL_ROWS + LARGE_ROWS; row++) {
        byte[] bytes = row < SMALL_ROWS ? new byte[] {(byte) row, (byte) (row >>> 8)} : value;
        // No two values are the same, so that no dictionary makes them small.
        value[row % value.length]++;
        writer.row(new byte[][] {bytes});
        given += bytes.length;
        most = Math.max(most, given - out.bytes);
      }
      writer.finish();
    }
    assertThat(out.bytes).as("seed " + seed).isGreaterThan((long) LARGE_ROWS * MIB);
    assertThat(most).as("seed " + seed).isLessThan(MOST);
  }
}
