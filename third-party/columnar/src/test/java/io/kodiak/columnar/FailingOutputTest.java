package io.kodiak.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kodiak.api.CorruptionException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What writers do when the stream fails, or the library does. */
class FailingOutputTest {
  private static final byte[] VALUE = new byte[1 << 20];

  static {
    new Random(11).nextBytes(VALUE);
  }

  @TempDir Path folder;

  /** Fails once, and takes everything before and after. */
  private static final class FailingOnce extends OutputStream {
    private final int from;
    private int bytes;
    private @Nullable Throwable failure;
    private int atFailure = -1;

    FailingOnce(int from, Throwable failure) {
      this.from = from;
      this.failure = failure;
    }

    private void fail() throws IOException {
      Throwable thrown = failure;
      if (thrown == null || bytes < from) {
        return;
      }
      failure = null;
      atFailure = bytes;
      if (thrown instanceof IOException io) {
        throw io;
      }
      throw (RuntimeException) thrown;
    }

    @Override
    public void write(int b) throws IOException {
      fail();
      bytes++;
    }

    @Override
    public void write(byte[] given, int offset, int count) throws IOException {
      fail();
      bytes += count;
    }

    @Override
    public void flush() throws IOException {
      fail();
    }
  }

  private static @Nullable Throwable export(FileKind kind, OutputStream out) {
    return catchThrowable(
        () -> {
          try (ColumnarWriter writer =
              ColumnarWriter.create(out, kind, List.of("value"), Compression.NONE)) {
            for (int i = 0; i < 70; i++) {
              VALUE[i]++;
              writer.row(new byte[][] {VALUE});
            }
            writer.finish();
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void throwTheFailureOfTheStreamItselfAndWriteNothingAfterIt(FileKind kind) {
    for (Throwable failure :
        List.of(
            new IOException("no space left"),
            new UncheckedIOException(new IOException("broken pipe")))) {
      // Early, in the middle, and when the end of the file is written.
      for (int from : new int[] {0, 1 << 20, 66 << 20}) {
        FailingOnce out = new FailingOnce(from, failure);
        assertThat(export(kind, out)).as("from " + from).isSameAs(failure);
        assertThat(out.bytes).as("from " + from).isEqualTo(out.atFailure);
      }
    }
  }

  @Test
  void leaveNoWholeOrcFileWhenTheLibraryFails() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ColumnarWriter writer =
        ColumnarWriter.create(out, FileKind.ORC, List.of("value"), Compression.NONE)) {
      for (int i = 0; i < 5; i++) {
        writer.row(new byte[][] {VALUE});
      }
      // The library has four rows. It cannot add the fifth, and closes its file then.
      Field batch = OrcRowWriter.class.getDeclaredField("batch");
      batch.setAccessible(true);
      ((VectorizedRowBatch) batch.get(writer)).cols = new ColumnVector[1];
      assertThatThrownBy(writer::finish).hasMessageContaining("Problem adding row");
    }
    Path file = Files.write(folder.resolve("half"), out.toByteArray());
    assertThatThrownBy(() -> Rows.read(file)).isInstanceOf(CorruptionException.class);
  }
}
