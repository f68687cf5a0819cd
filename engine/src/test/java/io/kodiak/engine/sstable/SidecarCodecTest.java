package io.kodiak.engine.sstable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.Slice;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.WritableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SidecarCodecTest {
  private static Sidecar sidecar(int bloomBitsPerKey) {
    byte[] checksums = new byte[4 * 9];
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
        new PageChecksums(PageChecksums.PAGE_BYTES, 9000, checksums, 0),
        index.build(),
        new StoredBloom(bloom.build()),
        Slice.utf8("directory"));
  }

  /** Where the seal of {@link #sidecar} is: before the bloom filter, which is two blocks long. */
  private static final int SEAL_AT = SidecarCodec.encode(sidecar(10)).length - 3 * 64 - 4;

  /** Reads a sidecar with its bloom filter. */
  private static Sidecar decode(byte[] bytes) throws IOException {
    PlainStorage storage = new PlainStorage();
    try (WritableFile file = storage.create("f")) {
      file.write(bytes, 0, bytes.length);
    }
    SidecarDecoder.Decoded decoded;
    try (ReadableFile file = storage.open("f")) {
      decoded = SidecarDecoder.decode(file);
    }
    decoded.sidecar().bloom().load(storage, "f");
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    assertThat(decoded.checksum()).isEqualTo((int) crc.getValue());
    return decoded.sidecar();
  }

  private static void seal(byte[] bytes, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(at, SidecarCodec.seal(bytes, at, new CRC32C()));
  }

  /** The same sidecar as version 1 had it: the bloom filter first, and checksums of 4 KiB. */
  private static byte[] encodeVersion1(Sidecar sidecar) {
    byte[] now = SidecarCodec.encode(sidecar);
    BloomFilter bloom = sidecar.bloom().loaded();
    int header = SidecarCodec.HEADER_BYTES - 4;
    int behind = SidecarCodec.HEADER_BYTES + 4 * 9;
    int rest = SEAL_AT - behind;
    byte[] checksums = {1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0};
    int blooms = (int) bloom.bytes();
    byte[] old = new byte[header + blooms + checksums.length + rest + 4];
    System.arraycopy(now, 0, old, 0, header);
    old[8] = 1;
    System.arraycopy(bloom.array(), bloom.start(), old, header, blooms);
    System.arraycopy(checksums, 0, old, header + blooms, checksums.length);
    System.arraycopy(now, behind, old, header + blooms + checksums.length, rest);
    seal(old, old.length - 4);
    return old;
  }

  @Test
  void readsTheFirstVersion() throws IOException {
    Sidecar given = sidecar(10);
    Sidecar found = decode(encodeVersion1(given));
    assertThat(found.fileId()).isEqualTo(31);
    assertThat(found.keys()).isEqualTo(248);
    assertThat(found.pages().pageBytes()).isEqualTo(4096);
    assertThat(found.pages().checksum(2)).isEqualTo(3);
    assertThat(found.directory()).isEqualTo(Slice.utf8("directory"));
    assertThat(found.index().rows()).isEqualTo(given.index().rows());
    for (int i = 0; i < 130; i++) {
      long hash = hash("key%03dz".formatted(i));
      assertThat(found.bloom().loaded().mayContain(hash)).isTrue();
    }
  }

  private static long hash(String key) {
    Slice slice = Slice.utf8(key);
    return KeyHash.of(slice.array(), slice.offset(), slice.length());
  }

  @Test
  void combinesChecksumsOfAnyLengths() {
    SplittableRandom random = Seed.random(this);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(5_000)];
      random.nextBytes(bytes);
      int cut = random.nextInt(bytes.length + 1);
      int combined =
          Crc32cMath.combine(
              crc(bytes, 0, cut),
              crc(bytes, cut, bytes.length),
              Crc32cMath.shift(bytes.length - cut));
      assertThat(combined).isEqualTo(crc(bytes, 0, bytes.length));
    }
  }

  private static int crc(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  @Test
  void givesBackWhatItWasGiven() throws IOException {
    for (int bloom : new int[] {0, 10}) {
      Sidecar given = sidecar(bloom);
      byte[] bytes = SidecarCodec.encode(given);
      Sidecar found = decode(bytes);
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
      assertThat(found.pages().pageBytes()).isEqualTo(1024);
      for (int page = 0; page < 9; page++) {
        assertThat(found.pages().checksum(page)).isEqualTo(page + 1);
      }
      assertThat(found.index().rows()).isEqualTo(given.index().rows());
      assertThat(found.bloom().blocks()).isEqualTo(given.bloom().blocks());
      assertThat(found.bloom().checksum()).isEqualTo(given.bloom().checksum());
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
      assertThatThrownBy(() -> decode(bytes))
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
        assertThatThrownBy(() -> decode(other)).isInstanceOf(CorruptionException.class);
      }
    }
  }

  @Test
  void believesNoLengthEvenWhenTheChecksumIsRight() throws IOException {
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
      seal(bytes, SEAL_AT);
      try {
        Sidecar decoded = decode(bytes);
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
    assertThatThrownBy(() -> decode(bytes))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("sidecar version 3; this engine reads versions up to 2");
  }
}
