package io.kodiak.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.parquet.format.CompressionCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every compression gives pages back, and nothing else than pages. */
class CodecTest {
  @Test
  void numbersAreThoseOfParquet() {
    assertThat(Codec.named("none", 1).number()).isEqualTo(CompressionCodec.UNCOMPRESSED.getValue());
    assertThat(Codec.named("snappy", 1).number()).isEqualTo(CompressionCodec.SNAPPY.getValue());
    assertThat(Codec.named("zstd", 1).number()).isEqualTo(CompressionCodec.ZSTD.getValue());
    assertThat(Codec.named("lz4", 1).number()).isEqualTo(CompressionCodec.LZ4_RAW.getValue());
    for (String name : Codec.NAMES) {
      Codec codec = Codec.named(name, ZstdCodec.DEFAULT_LEVEL);
      assertThat(Codec.numbered(codec.number())).isEqualTo(codec);
    }
    for (int number : new int[] {-1, 2, 3, 4, 5, 8, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> Codec.numbered(number)).isInstanceOf(MalformedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lz4", "zstd", "snappy"})
  void pagesComeBack(String name) throws IOException {
    Codec codec = Codec.named(name, 3);
    try (Codec.Compressor compressor = codec.compressor();
        Codec.Decompressor decompressor = codec.decompressor()) {
      for (int plainSize : new int[] {1, 63, 1_000, 70_000, 3 << 20}) {
        for (boolean noise : new boolean[] {true, false}) {
          byte[] plain = page(plainSize, noise);
          byte[] packed = new byte[compressor.bound(plainSize)];
          int size = compressor.compress(plain, 5, plainSize, packed);
          byte[] around = new byte[size + 30];
          System.arraycopy(packed, 0, around, 11, size);
          byte[] back = new byte[plainSize + 3];
          decompressor.decompress(around, 11, size, back, plainSize);
          assertThat(Arrays.equals(back, 0, plainSize, plain, 5, 5 + plainSize)).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lz4", "zstd", "snappy"})
  void pagesOfAnotherSizeAreRefused(String name) throws IOException {
    Codec codec = Codec.named(name, 1);
    try (Codec.Compressor compressor = codec.compressor();
        Codec.Decompressor decompressor = codec.decompressor()) {
      byte[] plain = page(10_000, false);
      byte[] packed = new byte[compressor.bound(10_000)];
      int size = compressor.compress(plain, 0, 10_000, packed);
      for (int claimed : new int[] {0, 1, 9_999, 10_001, 100_000}) {
        assertThatThrownBy(
                () -> decompressor.decompress(packed, 0, size, new byte[claimed], claimed))
            .as("%d bytes claimed", claimed)
            .isInstanceOf(RuntimeException.class);
      }
      assertThatThrownBy(
              () -> decompressor.decompress(packed, 0, size / 2, new byte[10_000], 10_000))
          .isInstanceOf(RuntimeException.class);
      byte[] back = new byte[10_000];
      decompressor.decompress(packed, 0, size, back, 10_000);
      assertThat(back).isEqualTo(Arrays.copyOf(plain, 10_000));
    }
  }

  private static byte[] page(int length, boolean noise) {
    SplittableRandom random = new SplittableRandom(length);
    byte[] page = new byte[length + 5];
    for (int i = 0; i < page.length; i++) {
      page[i] = (byte) (noise ? random.nextInt() : random.nextInt(3));
    }
    return page;
  }
}
