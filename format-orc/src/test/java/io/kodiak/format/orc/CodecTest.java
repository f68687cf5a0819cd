package io.kodiak.format.orc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.FileSink;
import io.kodiak.testkit.MemoryFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.orc.OrcProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every compression gives chunks back, and nothing else than chunks. */
class CodecTest {
  private static final List<Integer> LENGTHS =
      List.of(
          1,
          63,
          1_000,
          Layout.CHUNK_BYTES - 1,
          Layout.CHUNK_BYTES,
          Layout.CHUNK_BYTES + 1,
          3 << 20);

  @Test
  void numbersAreThoseOfOrc() {
    assertThat(Codec.named("none", 1).number())
        .isEqualTo(OrcProto.CompressionKind.NONE.getNumber());
    assertThat(Codec.named("snappy", 1).number())
        .isEqualTo(OrcProto.CompressionKind.SNAPPY.getNumber());
    assertThat(Codec.named("zstd", 1).number())
        .isEqualTo(OrcProto.CompressionKind.ZSTD.getNumber());
    assertThat(Codec.named("lz4", 1).number()).isEqualTo(OrcProto.CompressionKind.LZ4.getNumber());
    for (String name : Codec.NAMES) {
      Codec codec = Codec.named(name, ZstdCodec.DEFAULT_LEVEL);
      assertThat(Codec.numbered(codec.number())).isEqualTo(codec);
    }
    for (long number : new long[] {-1, 1, 3, 6, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> Codec.numbered(number)).isInstanceOf(MalformedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lz4", "zstd", "snappy"})
  void chunksComeBack(String name) throws IOException {
    Codec codec = Codec.named(name, 3);
    for (int length : LENGTHS) {
      for (boolean noise : new boolean[] {true, false}) {
        byte[] plain = bytes(length, noise);
        byte[] chunks = chunks(codec, plain);
        try (ChunkDecoder decoder = new ChunkDecoder()) {
          assertThat(decode(decoder, codec, chunks, chunks.length, length)).isEqualTo(plain);
          assertThat(decoder.decodeAll(codec, chunks, 0, chunks.length, 16 << 20)).isEqualTo(plain);
        }
        assertThat(chunks.length < length).isEqualTo(!noise && length >= 64);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lz4", "zstd", "snappy"})
  void bytesThatAreNotSuchChunksAreRefused(String name) throws IOException {
    Codec codec = Codec.named(name, 1);
    for (int length : LENGTHS) {
      byte[] chunks = chunks(codec, bytes(length, false));
      try (ChunkDecoder decoder = new ChunkDecoder()) {
        for (int claimed : new int[] {0, 1, length - 1, length + 1, 2 * length, 60 << 20}) {
          if (claimed != length) {
            expectRefused(decoder, codec, chunks, chunks.length, claimed);
          }
        }
        for (int kept : new int[] {0, 1, 2, chunks.length / 2, chunks.length - 1}) {
          expectRefused(decoder, codec, chunks, kept, length);
        }
        assertThatThrownBy(() -> decoder.decodeAll(codec, chunks, 0, chunks.length, length - 1))
            .as("%d bytes where fewer are allowed", length)
            .isInstanceOf(RuntimeException.class);
      }
    }
  }

  private static void expectRefused(
      ChunkDecoder decoder, Codec codec, byte[] chunks, int kept, int claimed) {
    assertThatThrownBy(() -> decode(decoder, codec, chunks, kept, claimed))
        .as("%d bytes claimed of %d of %d", claimed, kept, chunks.length)
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void chunksOfNumbersAreJoinedWhereTheyLie() {
    byte[] chunks = {5, 0, 0, 1, 2, 1, 0, 0, 7, 0, 0, 3, 4, 5};
    assertThat(ChunkDecoder.joinOriginals(chunks, 0, chunks.length)).isEqualTo(5);
    assertThat(Arrays.copyOf(chunks, 5)).isEqualTo(new byte[] {1, 2, 3, 4, 5});
    byte[] compressed = {4, 0, 0, 1, 2};
    assertThatThrownBy(() -> ChunkDecoder.joinOriginals(compressed, 0, 5))
        .hasMessageContaining("compressed");
    byte[] cut = {7, 0, 0, 1, 2};
    assertThatThrownBy(() -> ChunkDecoder.joinOriginals(cut, 0, 5))
        .hasMessageContaining("too early");
  }

  private static byte[] chunks(Codec codec, byte[] plain) throws IOException {
    MemoryFile file = new MemoryFile("chunks");
    FileSink sink = file;
    try (ChunkEncoder encoder = new ChunkEncoder(codec)) {
      StreamBuffer stream = new StreamBuffer(encoder, true);
      int bytes = stream.append(plain, 0, plain.length);
      assertThat(stream.drain(sink)).isEqualTo(bytes);
    }
    return file.toByteArray();
  }

  private static byte[] bytes(int length, boolean noise) {
    SplittableRandom random = new SplittableRandom(length);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (noise ? random.nextInt() : random.nextInt(3));
    }
    return bytes;
  }

  private static byte[] decode(ChunkDecoder decoder, Codec codec, byte[] chunks, int end, int size)
      throws IOException {
    ChunkDecoder.check(chunks, 0, end, size);
    byte[] target = new byte[size];
    decoder.decode(codec, chunks, 0, end, target, size);
    return target;
  }
}
