package io.kodiak.engine.sstable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.Slice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SidecarCodecTest {
  private static Sidecar sidecar(int bloomBitsPerKey) {
    return sidecar(bloomBitsPerKey, PageChecksums.PAGE_BYTES);
  }

  private static Sidecar sidecar(int bloomBitsPerKey, int pageBytes) {
    byte[] checksums = new byte[4 * (int) PageChecksums.pages(pageBytes, 9000)];
    for (int page = 0; page < checksums.length / 4; page++) {
      PageChecksums.write(checksums, 4 * page, page + 1);
    }
    BlockIndexBuilder index = new BlockIndexBuilder();
    BloomFilter.Builder bloom = new BloomFilter.Builder(bloomBitsPerKey);
    Block before = null;
    for (int i = 0; i < 130; i++) {
      // Every tenth block goes on with the key that the one before it ends with.
      String first = i % 10 == 9 ? "key%03dz".formatted(i - 1) : "key%03da".formatted(i);
      Block block =
          Version.block(
              Version.put(first, 500 - i, "x"), Version.put("key%03dz".formatted(i), 9, "y"));
      index.add(block, before);
      before = block;
      bloom.add(KeyHash.of(block.keyArray(), block.keyOffsets()[1], block.keyLength(1)));
    }
    return new Sidecar(
        31,
        "columns",
        3,
        1_700_000_000_000L,
        260,
        248,
        5,
        9,
        500,
        Slice.utf8("key129z"),
        0xcafebabe,
        new PageChecksums(pageBytes, 9000, checksums, 0),
        index.build(),
        bloom.build(),
        Slice.utf8("directory"));
  }

  @Test
  void givesBackWhatItWasGiven() throws CorruptionException {
    // The second number of bytes of a page is that of version 1.
    for (int[] shape : new int[][] {{0, 1024}, {10, 1024}, {10, 4096}}) {
      Sidecar given = sidecar(shape[0], shape[1]);
      byte[] bytes = SidecarCodec.encode(given);
      assertThat(bytes[8]).isEqualTo((byte) (shape[1] == 4096 ? 1 : 2));
      Sidecar found = SidecarCodec.decode("f", bytes);
      assertThat(found.fileId()).isEqualTo(31);
      assertThat(found.format()).isEqualTo("columns");
      assertThat(found.formatVersion()).isEqualTo(3);
      assertThat(found.createdMillis()).isEqualTo(1_700_000_000_000L);
      assertThat(found.entries()).isEqualTo(260);
      assertThat(found.keys()).isEqualTo(248);
      assertThat(found.tombstones()).isEqualTo(5);
      assertThat(found.firstSequence()).isEqualTo(9);
      assertThat(found.lastSequence()).isEqualTo(500);
      assertThat(found.lastKey()).isEqualTo(Slice.utf8("key129z"));
      assertThat(found.dataChecksum()).isEqualTo(0xcafebabe);
      assertThat(found.pages().fileBytes()).isEqualTo(9000);
      assertThat(found.pages().pageBytes()).isEqualTo(shape[1]);
      for (int page = 0; page < (9000 + shape[1] - 1) / shape[1]; page++) {
        assertThat(found.pages().checksum(page)).isEqualTo(page + 1);
      }
      assertThat(found.index().rows()).isEqualTo(given.index().rows());
      assertThat(found.bloom().bytes()).isEqualTo(given.bloom().bytes());
      assertThat(found.bloom().probes()).isEqualTo(given.bloom().probes());
      assertThat(found.directory()).isEqualTo(Slice.utf8("directory"));
      assertThat(SidecarCodec.encode(found)).isEqualTo(bytes);
      for (int i = 0; i < 130; i++) {
        assertThat(found.index().continues(i)).isEqualTo(i % 10 == 9);
        assertThat(found.index().keys().key(i)).isEqualTo(given.index().keys().key(i));
      }
      assertThat(found.firstKey()).isEqualTo(Slice.utf8("key000a"));
    }
  }

  @Test
  void noticesEveryFlippedBit() {
    byte[] bytes = SidecarCodec.encode(sidecar(10));
    SplittableRandom random = Seed.random(this);
    for (int i = 0; i < bytes.length; i++) {
      byte right = bytes[i];
      bytes[i] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> SidecarCodec.decode("f", bytes))
          .isInstanceOf(CorruptionException.class)
          .hasMessageStartingWith("f at byte");
      bytes[i] = right;
    }
  }

  @Test
  void noticesEveryCutAndEveryAddition() {
    byte[] bytes = SidecarCodec.encode(sidecar(10));
    for (int length = 0; length <= bytes.length + 3; length++) {
      byte[] other = Arrays.copyOf(bytes, length);
      if (length != bytes.length) {
        assertThatThrownBy(() -> SidecarCodec.decode("f", other))
            .isInstanceOf(CorruptionException.class);
      }
    }
  }

  @Test
  void believesNoLengthEvenWhenTheChecksumIsRight() {
    byte[] original = SidecarCodec.encode(sidecar(10));
    SplittableRandom random = Seed.random(this);
    int[] extremes = {-1, 0, 1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30, 0x7fff_fff0};
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = original.clone();
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int at = 12 + 4 * random.nextInt((random.nextBoolean() ? 200 : bytes.length - 20) / 4);
      int value =
          random.nextBoolean() ? random.nextInt() : extremes[random.nextInt(extremes.length)];
      buffer.putInt(at, value);
      CRC32C crc = new CRC32C();
      crc.update(bytes, 0, bytes.length - 4);
      buffer.putInt(bytes.length - 4, (int) crc.getValue());
      try {
        Sidecar decoded = SidecarCodec.decode("f", bytes);
        byte[] key = {'k', 'e', 'y'};
        assertThat(decoded.index().find(key, 0, 3)).isBetween(0, decoded.index().blockCount() - 1);
      } catch (CorruptionException expected) {
        assertThat(expected.file()).isEqualTo("f");
      }
    }
  }

  @Test
  void hasAnotherChecksumThanAnyOther() {
    CRC32C one = new CRC32C();
    one.update(SidecarCodec.encode(sidecar(10)));
    CRC32C other = new CRC32C();
    other.update(SidecarCodec.encode(sidecar(11)));
    assertThat(one.getValue()).isNotEqualTo(other.getValue());
  }

  @Test
  void namesALaterVersion() {
    byte[] bytes = SidecarCodec.encode(sidecar(10));
    bytes[8] = 3;
    assertThatThrownBy(() -> SidecarCodec.decode("f", bytes))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("sidecar version 3; this engine reads versions up to 2");
  }
}
