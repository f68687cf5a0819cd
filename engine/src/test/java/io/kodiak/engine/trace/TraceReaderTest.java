package io.kodiak.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CorruptionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceReaderTest {
  private static final int FRAMES = 3;
  private static final int RECORDS = 4;

  private static byte[] trace() throws IOException {
    TraceFile trace = new TraceFile(1 << 20);
    for (int frame = 0; frame < FRAMES; frame++) {
      for (int i = 0; i < RECORDS; i++) {
        trace.put(new byte[] {(byte) frame, (byte) i}, 300 * i);
      }
      trace.read();
    }
    return trace.content();
  }

  /** Reads all; the number of records. */
  private static int read(byte[] content) throws IOException {
    TraceReader reader = new TraceReader(TraceFile.of(content));
    int[] records = new int[1];
    while (reader.next()) {
      reader.records((number, hash, position, delete) -> records[0]++);
    }
    return records[0];
  }

  @Test
  void aCutTraceIsReadUpToItsLastWholeFrame() throws IOException {
    byte[] whole = trace();
    int frame = (whole.length - TraceFormat.HEADER_BYTES) / FRAMES;
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length < TraceFormat.HEADER_BYTES) {
        assertThatThrownBy(() -> read(cut))
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining("t.trace at byte 0")
            .hasMessageContaining("before anything was recorded");
      } else {
        int frames = (length - TraceFormat.HEADER_BYTES) / frame;
        assertThat(read(cut)).as("cut at %d", length).isEqualTo(RECORDS * frames);
      }
      byte[] zeros = Arrays.copyOf(cut, whole.length);
      if (length >= TraceFormat.HEADER_BYTES) {
        assertThat(read(zeros)).isLessThan(RECORDS * FRAMES + 1);
      }
    }
    assertThat(read(whole)).isEqualTo(RECORDS * FRAMES);
  }

  @Test
  void noDamagedByteIsBelieved() throws IOException {
    byte[] whole = trace();
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      if (i < TraceFormat.HEADER_BYTES) {
        assertThatThrownBy(() -> read(damaged)).isInstanceOf(CorruptionException.class);
      } else {
        int frame =
            (i - TraceFormat.HEADER_BYTES) * FRAMES / (whole.length - TraceFormat.HEADER_BYTES);
        assertThat(read(damaged)).as("byte %d", i).isEqualTo(RECORDS * frame);
      }
    }
  }

  @Test
  void aTraceOfANewerEngineIsRefusedByItsVersion() throws IOException {
    byte[] newer = trace();
    newer[8] = 9;
    assertThatThrownBy(() -> read(newer)).hasMessageContaining("a trace of version 9");
  }

  /** Whole frames that say what cannot be: position in the frame's header, value, complaint. */
  @ParameterizedTest
  @CsvSource({
    "8, -1, a frame of that length",
    "8, 16385, a frame of that length",
    "8, 2147483647, a frame of that length",
    "12, -1, the number of records",
    "12, 5, the number of records",
    "16, -1, a sample that grows",
    "16, 64, the size of the sample",
    "24, 1, the number of writes before it",
    "32, 0, the number of writes",
    "32, 9223372036854775807, the number of writes",
    "40, 5, the number of deletes",
    "40, -1, the number of deletes",
    "48, 9223372036854775807, the bytes of keys",
    "48, -1, the bytes of keys",
    "56, 9223372036854775807, the bytes of values",
    "64, 1, what was lost",
    "72, -1, the times",
    "80, 0, the times",
  })
  void aWholeFrameThatContradictsItselfIsDamage(int at, long value, String complaint)
      throws IOException {
    byte[] content = trace();
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int begin = TraceFormat.HEADER_BYTES;
    if (at < 24) {
      bytes.putInt(begin + at, (int) value);
    } else {
      bytes.putLong(begin + at, value);
    }
    reseal(content, begin);
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(CorruptionException.class)
        .hasMessage("t.trace at byte 36: " + complaint + " cannot be");
  }

  /** Whole frames whose records are none: byte of the payload, value. */
  @ParameterizedTest
  @CsvSource({"0, 0", "0, 14", "0, 48", "0, 255", "9, 0", "27, 128"})
  void recordsThatCannotBeAreDamage(int at, int value) throws IOException {
    byte[] content = trace();
    int begin = TraceFormat.HEADER_BYTES;
    content[begin + TraceFormat.FRAME_HEADER_BYTES + at] = (byte) value;
    resealPayload(content, begin);
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("not a record of a trace");
  }

  private static void reseal(byte[] content, int begin) {
    CRC32C crc = new CRC32C();
    crc.update(content, begin + 4, TraceFormat.FRAME_HEADER_BYTES - 4);
    ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(begin, (int) crc.getValue());
  }

  private static void resealPayload(byte[] content, int begin) {
    CRC32C crc = new CRC32C();
    crc.update(content, begin + TraceFormat.FRAME_HEADER_BYTES, RECORDS * 9);
    ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(begin + 4, (int) crc.getValue());
    reseal(content, begin);
  }
}
