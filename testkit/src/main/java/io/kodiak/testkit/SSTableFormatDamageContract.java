package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.EncodedBlockReader;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import io.kodiak.api.PointReader;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a format owes when bytes are not what was written. */
abstract class SSTableFormatDamageContract extends SSTableFormatFailureContract {
  /** More than any honest call needs: four times the largest value. */
  private static final long MOST_ALLOCATED = 4L * Limits.MAX_VALUE_BYTES;

  /**
   * Whether the format's own files carry checksums, so that changed bytes never come back as other
   * entries. Where this is {@code false}, the tests let damaged blocks come back changed, but
   * sound; the engine's checksums stand before them in either case.
   */
  protected boolean carriesChecksums() {
    return true;
  }

  @Test
  void truncatedFilesAreReported() throws IOException {
    Subject subject = subject();
    int length = subject.file().length();
    SplittableRandom random = new SplittableRandom(21);
    for (int kept = 0; kept < length; kept += step(kept, length, random)) {
      byte[] file = Arrays.copyOf(subject.file().array(), kept);
      String what = "file cut to " + kept + " of " + length + " bytes";
      readAll(subject, file, subject.directory(), what, true);
      readAll(subject, file, null, what + ", no directory", true);
    }
  }

  /** Every length near both ends, some of those between. */
  private static int step(int kept, int length, SplittableRandom random) {
    boolean nearAnEnd = kept < 40 || kept > length - 160;
    return nearAnEnd ? 1 : 1 + random.nextInt(Math.max(1, length / 100));
  }

  @Test
  void flippedBitsInTheFileAreReported() throws IOException {
    Subject subject = subject();
    SplittableRandom random = new SplittableRandom(TestRun.seed("flippedBitsInTheFileAreReported"));
    for (int round = 0; round < TestRun.scaled(600); round++) {
      int length = subject.file().length();
      int at = round % 2 == 0 ? random.nextInt(length) : length - 1 - random.nextInt(length / 8);
      byte[] file = subject.file().toByteArray();
      file[at] ^= (byte) (1 << random.nextInt(8));
      String what = "file with a bit flipped at " + at + " of " + length;
      Slice directory = round % 4 < 2 ? subject.directory() : null;
      readAll(subject, file, directory, what, carriesChecksums());
    }
  }

  @Test
  void overwrittenRangesOfTheFileAreReported() throws IOException {
    Subject subject = subject();
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("overwrittenRangesOfTheFileAreReported"));
    for (int round = 0; round < TestRun.scaled(200); round++) {
      byte[] file = subject.file().toByteArray();
      int from = random.nextInt(file.length);
      from = round % 2 == 0 ? from : file.length - 1 - random.nextInt(48);
      int to = Math.min(file.length, from + 1 + random.nextInt(64));
      byte fill = (byte) (round % 3 == 0 ? 0 : round % 3 == 1 ? 0xff : random.nextInt());
      Arrays.fill(file, from, to, fill);
      String what = "file with " + fill + " from " + from + " to " + to;
      Slice directory = round % 4 < 2 ? subject.directory() : null;
      readAll(subject, file, directory, what, carriesChecksums());
    }
  }

  /**
   * Sizes and counts that nobody can have meant: as numbers of either byte order, and as variable
   * ones of seven bits a byte.
   */
  private static final List<byte[]> HOSTILE =
      List.of(
          bytes("ffffff7f"),
          bytes("7fffffff"),
          bytes("00000080"),
          bytes("ffffffffffffff7f"),
          bytes("7fffffffffffffff"),
          bytes("0000000000000080"),
          bytes("ffffffff07"),
          bytes("feffffff0f"),
          bytes("ffffffffffffffffff01"),
          bytes("ffffffffffffffffffff"));

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void hostileSizesAndCountsAreReportedAndCostNoMemory() throws IOException {
    Subject subject = subject();
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("hostileSizesAndCountsAreReportedAndCostNoMemory"));
    for (int round = 0; round < TestRun.scaled(600); round++) {
      byte[] number = HOSTILE.get(round % HOSTILE.size());
      byte[] file = subject.file().toByteArray();
      byte[] directory = subject.directory().toByteArray();
      byte[] target = round % 3 == 0 ? directory : file;
      int tail = round % 2 == 0 ? target.length : Math.min(target.length, 1 << 10);
      int at = Math.max(0, target.length - number.length - random.nextInt(tail));
      System.arraycopy(number, 0, target, at, Math.min(number.length, target.length - at));
      String what = "file or directory with a hostile number at " + at;
      Slice known = round % 3 == 1 ? null : Slice.of(directory);
      readAll(subject, file, known, what, carriesChecksums());
    }
  }

  @Test
  void bytesBehindTheEndAreReportedOrHarmless() throws IOException {
    Subject subject = subject();
    for (int more : new int[] {1, 4, 8, 100, 5000}) {
      byte[] file = Arrays.copyOf(subject.file().array(), subject.file().length() + more);
      readAll(subject, file, subject.directory(), more + " bytes behind the end", true);
      readAll(subject, file, null, more + " bytes behind the end, no directory", true);
    }
  }

  @Test
  void emptyAndForeignFilesAreReported() throws IOException {
    Subject subject = subject();
    byte[] foreign = new byte[10_000];
    new SplittableRandom(22).nextBytes(foreign);
    for (byte[] file : List.of(new byte[0], new byte[1], new byte[3], new byte[4096], foreign)) {
      assertThat(readAll(subject, file, null, "foreign file", true))
          .as("foreign file of %d bytes", file.length)
          .isNotNull();
      readAll(subject, file, subject.directory(), "foreign file", carriesChecksums());
    }
  }

  @Test
  void damagedDirectoriesAreReported() throws IOException {
    Subject subject = subject();
    SplittableRandom random = new SplittableRandom(TestRun.seed("damagedDirectoriesAreReported"));
    byte[] whole = subject.directory().toByteArray();
    for (int kept = 0; kept < whole.length; kept += step(kept, whole.length, random)) {
      String what = "directory cut to " + kept + " of " + whole.length + " bytes";
      readAll(subject, subject.file().array(), Slice.of(whole, 0, kept), what, carriesChecksums());
    }
    for (int round = 0; round < TestRun.scaled(400); round++) {
      byte[] directory = whole.clone();
      int at = random.nextInt(directory.length);
      directory[at] ^= (byte) (1 << random.nextInt(8));
      String what = "directory with a bit flipped at " + at + " of " + whole.length;
      readAll(subject, subject.file().array(), Slice.of(directory), what, carriesChecksums());
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 9);
    readAll(
        subject, subject.file().array(), Slice.of(longer), "longer directory", carriesChecksums());
  }

  /** Reads what can be read; returns the first report of damage; anything else but that fails. */
  private static @Nullable CorruptionException readAll(
      Subject subject, byte[] file, @Nullable Slice directory, String what, boolean exact) {
    CorruptionException first = null;
    Block spent = RandomBlocks.single(Slice.utf8("spent"), Slice.utf8("block"));
    long allocated = allocated();
    try (SSTableReader reader =
        open(subject.format(), MemoryFile.of(FILE, file).source(), directory)) {
      allocated = expectModest(allocated, what + ": opening");
      int count = reader.blockCount();
      if (exact) {
        assertThat(count).as("%s: blocks", what).isEqualTo(subject.blocks().size());
      }
      for (int i = 0; i < Math.min(count, 2 * subject.blocks().size()); i++) {
        try {
          Block block = reader.block(i);
          if (exact) {
            expectSame(block, subject.blocks().get(i), i);
          }
          RandomBlocks.overwrite(spent);
          spent = reader.block(i, spent);
          assertThat(spent.equals(block)).as("%s: block %d in a spent one", what, i).isTrue();
        } catch (CorruptionException e) {
          first = first == null ? e : first;
          spent = RandomBlocks.single(Slice.utf8("spent"), Slice.utf8("block"));
        }
        allocated = expectModest(allocated, what + ": block " + i);
        try {
          expectFound(reader, subject.blocks().get(i % subject.blocks().size()), i, exact, what);
        } catch (CorruptionException e) {
          first = first == null ? e : first;
        }
        allocated = expectModest(allocated, what + ": a lookup in block " + i);
        try {
          expectEncoded(reader, subject.blocks().get(i % subject.blocks().size()), i, exact, what);
        } catch (CorruptionException e) {
          first = first == null ? e : first;
        }
        allocated = expectModest(allocated, what + ": encoded block " + i);
      }
    } catch (CorruptionException e) {
      expectModest(allocated, what + ": opening");
      return e;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw new AssertionError(
          what + ": expected the blocks or a CorruptionException, got " + e, e);
    }
    return first;
  }

  private static void expectFound(
      SSTableReader reader, Block block, int index, boolean exact, String what) throws IOException {
    if (reader instanceof PointReader points) {
      int row = block.count() / 2;
      Slice key = block.key(row);
      EntryView found = new EntryView();
      PointReader.Outcome outcome =
          points.find(index, key.array(), key.offset(), key.length(), block.sequence(row), found);
      if (exact) {
        EntryView expected = new EntryView();
        block.read(row, expected);
        assertThat(outcome).as("%s: a lookup", what).isEqualTo(PointReader.Outcome.FOUND);
        assertThat(found).as("%s: a lookup", what).hasToString(expected.toString());
      }
    }
  }

  private static void expectEncoded(
      SSTableReader reader, Block block, int index, boolean exact, String what) throws IOException {
    if (reader instanceof EncodedBlockReader encoding) {
      Block decoded = encoding.encodedBlock(index).decode();
      if (exact) {
        assertThat(decoded.equals(block)).as("%s: encoded block %d", what, index).isTrue();
      }
    }
  }

  private static long expectModest(long before, String what) {
    long now = allocated();
    assertThat(now - before).as("bytes allocated for a %s", what).isLessThan(MOST_ALLOCATED);
    return now;
  }

  private static long allocated() {
    return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
        ? threads.getThreadAllocatedBytes(Thread.currentThread().getId())
        : 0;
  }
}
