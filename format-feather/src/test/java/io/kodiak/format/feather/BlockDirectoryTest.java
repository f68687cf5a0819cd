package io.kodiak.format.feather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Slice;
import io.kodiak.testkit.TestRun;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A directory is used as it is stored, and no block of it is believed before it was checked. */
class BlockDirectoryTest {
  private static final long LIMIT = 1L << 40;

  @Test
  void givesBackTheBlocksThatWereAdded() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("givesBackTheBlocks"));
    for (int count : new int[] {1, 2, 63, 64, 65, 3_000}) {
      expectBlocks(random, count, false);
    }
  }

  @Test
  void readsTheFirstVersion() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("readsTheFirstVersion"));
    for (int count : new int[] {1, 2, 200}) {
      expectBlocks(random, count, true);
    }
  }

  private static void expectBlocks(SplittableRandom random, int count, boolean firstVersion) {
    BlockDirectory.Builder builder = new BlockDirectory.Builder(new ZstdCodec(1), 96);
    long[] lengths = new long[4 * count];
    for (int i = 0; i < count; i++) {
      boolean most = random.nextInt(20) == 0;
      int rows = most ? 1 << 16 : 1 + random.nextInt(300);
      int metadata = most ? Layout.MAX_METADATA_BYTES : 8 * random.nextInt(1, 100);
      int head = most ? Layout.MAX_HEAD_BYTES : metadata + 8 * random.nextInt(2_000);
      int tail = most ? Layout.MAX_BUFFER_BYTES & -8 : 8 * random.nextInt(3_000);
      builder.add(rows, metadata, head, tail);
      long[] block = {rows, metadata, head, tail};
      System.arraycopy(block, 0, lengths, 4 * i, 4);
    }
    Slice encoded = firstVersion ? firstVersion(new ZstdCodec(1), 96, lengths) : builder.encoded();
    BlockDirectory directory = BlockDirectory.decode(encoded, builder.end());
    assertThat(directory.blockCount()).isEqualTo(count);
    assertThat(directory.codec().number()).isEqualTo(ZstdCodec.NUMBER);
    long position = 96;
    for (int i = 0; i < count; i++) {
      directory.check(i);
      assertThat(directory.position(i)).isEqualTo(position);
      assertThat(directory.rows(i)).isEqualTo((int) lengths[4 * i]);
      assertThat(directory.metadataBytes(i)).isEqualTo((int) lengths[4 * i + 1]);
      assertThat(directory.headBytes(i)).isEqualTo((int) lengths[4 * i + 2]);
      assertThat(directory.tailBytes(i)).isEqualTo((int) lengths[4 * i + 3]);
      position += lengths[4 * i + 2] + lengths[4 * i + 3];
    }
    assertThatThrownBy(() -> BlockDirectory.decode(encoded, builder.end() - 1))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("behind its end");
  }

  private static Slice firstVersion(Codec codec, long begin, long[] lengths) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long[] front = {1, codec.number() + 1L, begin, lengths.length / 4};
    for (long number : front) {
      varint(out, number);
    }
    for (int i = 0; i < lengths.length; i++) {
      varint(out, i % 4 == 0 ? lengths[i] : lengths[i] / 8);
    }
    return Slice.of(out.toByteArray());
  }

  private static void varint(ByteArrayOutputStream out, long number) {
    long left = number;
    while (left > 0x7f) {
      out.write((int) (left | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  @Test
  void anotherLengthVersionOrCompressionIsMalformed() {
    BlockDirectory.Builder builder = new BlockDirectory.Builder(new NoCodec(), 8);
    builder.add(7, 64, 128, 256);
    byte[] encoded = builder.encoded().toByteArray();
    for (int length = 0; length < encoded.length + 16; length++) {
      if (length != encoded.length) {
        Slice other = Slice.of(Arrays.copyOf(encoded, length));
        assertThatThrownBy(() -> BlockDirectory.decode(other, LIMIT))
            .isInstanceOf(MalformedException.class);
      }
    }
    for (int at = 0; at < 8; at++) {
      byte[] other = encoded.clone();
      other[at] = 77;
      assertThatThrownBy(() -> BlockDirectory.decode(Slice.of(other), LIMIT))
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void blocksThatPassTheCheckLieWithinTheFile() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("blocksLieWithinTheFile"));
    int passed = 0;
    for (int round = 0; round < TestRun.scaled(20_000); round++) {
      BlockDirectory.Builder builder = new BlockDirectory.Builder(new NoCodec(), 8);
      builder.add(7, 64, 128, 256);
      builder.add(9, 64, 256, 0);
      byte[] encoded = builder.encoded().toByteArray();
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at = 8 + random.nextInt(encoded.length - 8);
        encoded[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) random.nextInt(4);
      }
      try {
        BlockDirectory directory = BlockDirectory.decode(Slice.of(encoded), 2_000);
        for (int block = 0; block < directory.blockCount(); block++) {
          directory.check(block);
          long begin = directory.position(block);
          int head = directory.headBytes(block);
          int tail = directory.tailBytes(block);
          assertThat(begin).isBetween(0L, 2_000L);
          assertThat(directory.metadataBytes(block)).isBetween(0, head);
          assertThat(tail).isNotNegative();
          assertThat(begin + head + tail).isLessThanOrEqualTo(2_000);
          passed++;
        }
      } catch (MalformedException e) {
        assertThat(e).hasMessageContaining("directory");
      }
    }
    assertThat(passed).isPositive();
  }
}
