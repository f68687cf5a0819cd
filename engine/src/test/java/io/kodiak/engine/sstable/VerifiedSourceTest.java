package io.kodiak.engine.sstable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.WritableFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class VerifiedSourceTest {
  private static final int PAGE = PageChecksums.PAGE_BYTES;

  private final PlainStorage storage = new PlainStorage();
  private PageChecksums checksums = new PageChecksums(PAGE, 0, new byte[0], 0);

  private byte[] write(SplittableRandom random, int length) throws IOException {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    storage.delete("f");
    try (WritableFile file = storage.create("f")) {
      ChecksumSink sink = new ChecksumSink(file);
      int at = 0;
      while (at < length) {
        int step = Math.min(length - at, random.nextInt(1, 3 * PAGE));
        sink.write(bytes, at, step);
        at += step;
        assertThat(sink.position()).isEqualTo(at);
      }
      sink.flush();
      assertThat(file.position()).isEqualTo(length);
      checksums = sink.finish();
      CRC32C whole = new CRC32C();
      whole.update(bytes);
      assertThat(sink.wholeChecksum()).isEqualTo((int) whole.getValue());
    }
    return bytes;
  }

  private VerifiedSource open() throws IOException {
    ReadableFile file = storage.open("f");
    return new VerifiedSource(file, checksums);
  }

  @Test
  void readsAnyRange() throws IOException {
    SplittableRandom random = Seed.random(this);
    for (int length : new int[] {1, 100, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE, 10 * PAGE + 77}) {
      byte[] bytes = write(random, length);
      VerifiedSource source = open();
      for (int i = 0; i < 500; i++) {
        int from = random.nextInt(length + 1);
        int to = random.nextInt(from, length + 1);
        byte[] target = new byte[to - from + 5];
        source.read(from, target, 3, to - from);
        assertThat(Arrays.copyOfRange(target, 3, 3 + to - from))
            .isEqualTo(Arrays.copyOfRange(bytes, from, to));
      }
    }
  }

  @Test
  void refusesRangesOutsideOfTheFile() throws IOException {
    write(Seed.random(this), 5000);
    VerifiedSource source = open();
    byte[] target = new byte[100];
    for (long position : new long[] {-1, 4901, 5000, 5001, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> source.read(position, target, 0, 100))
          .isInstanceOf(CorruptionException.class)
          .hasMessageStartingWith(position < 0 ? "f: " : "f at byte " + position)
          .hasMessageContaining("5000 bytes");
    }
  }

  @Test
  void damageFailsTheRangesThatTouchItsPageAndNoOthers() throws IOException {
    SplittableRandom random = Seed.random(this);
    int length = 5 * PAGE + 1234;
    byte[] bytes = write(random, length);
    for (int i = 0; i < 400; i++) {
      int damaged = random.nextInt(length);
      storage.bytes("f")[damaged] ^= (byte) (1 << random.nextInt(8));
      VerifiedSource source = open();
      int from = random.nextInt(length);
      int to = random.nextInt(from + 1, length + 1);
      byte[] target = new byte[to - from];
      if (from / PAGE <= damaged / PAGE && damaged / PAGE <= (to - 1) / PAGE) {
        int page = damaged / PAGE;
        assertThatThrownBy(() -> source.read(from, target, 0, to - from))
            .isInstanceOfSatisfying(
                CorruptionException.class,
                problem -> {
                  assertThat(problem.file()).isEqualTo("f");
                  assertThat(problem.offset()).isEqualTo((long) page * PAGE);
                });
      } else {
        source.read(from, target, 0, to - from);
        assertThat(target).isEqualTo(Arrays.copyOfRange(bytes, from, to));
      }
      storage.bytes("f")[damaged] = bytes[damaged];
    }
  }

  @Test
  void readsEachPageOnceWhenRangesFollowOneAnother() throws IOException {
    SplittableRandom random = Seed.random(this);
    int length = 160 * PAGE;
    write(random, length);
    VerifiedSource source = open();
    int[] column = {0, 40 * PAGE, 80 * PAGE, 120 * PAGE};
    int[] step = {1500, 300, 20, 9000};
    byte[] target = new byte[9000];
    long before = storage.bytesRead();
    int bytes = 0;
    for (int block = 0; block < 4; block++) {
      for (int c = 0; c < column.length; c++) {
        source.read(column[c], target, 0, step[c]);
        column[c] += step[c];
        bytes += step[c];
      }
    }
    long pages = (4 * 1500 + PAGE - 1) / PAGE + 2 + 1 + (4 * 9000 + PAGE - 1) / PAGE;
    assertThat(storage.bytesRead() - before).isEqualTo(pages * PAGE).isGreaterThan(bytes);
  }
}
