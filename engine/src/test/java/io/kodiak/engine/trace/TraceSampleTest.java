package io.kodiak.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kodiak.engine.storage.ReadableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TraceSampleTest {
  private static final long MIB = 1 << 20;

  private static byte[] key(long number) {
    return ByteBuffer.allocate(12).putLong(number).putInt(7).array();
  }

  @Test
  void atFirstEveryWriteIsRecorded() throws IOException {
    TraceFile trace = new TraceFile(64 * MIB);
    trace.put(key(1), 10);
    trace.put(key(2), 20);
    trace.sleep(5);
    trace.delete(key(1));
    TraceReader reader = new TraceReader(trace.read());
    assertThat(reader.next()).isTrue();
    FrameHead head = reader.head();
    assertThat(head)
        .isEqualTo(new FrameHead(3, 0, 0, 3, 1, 36, 30, 0, 1_700_000_000_000L, 1_700_000_000_005L));
    List<String> seen = new ArrayList<>();
    Map<Long, Integer> hashes = new HashMap<>();
    reader.records(
        (number, hash, position, delete) ->
            seen.add(
                number
                    + " "
                    + hashes.computeIfAbsent(hash, h -> hashes.size())
                    + " "
                    + position
                    + " "
                    + delete));
    assertThat(seen).containsExactly("1 0 WITHIN false", "2 1 WITHIN false", "3 0 WITHIN true");
    assertThat(reader.next()).isFalse();
    assertThat(reader.bytesBehind()).isZero();
  }

  @Test
  void theSampleShrinksSoThatTheFileKeepsItsSize() throws IOException {
    SplittableRandom random = new SplittableRandom(8);
    TraceFile trace = new TraceFile(MIB);
    int writes = 3_000_000;
    for (int i = 0; i < writes; i++) {
      trace.put(key(random.nextInt(50_000)), 1);
    }
    assertThat(trace.sample().writes()).isEqualTo(writes);
    assertThat(trace.sample().isFull()).isFalse();
    ReadableFile file = trace.read();
    assertThat(file.length()).isLessThanOrEqualTo(MIB).isEqualTo(trace.sample().bytes());

    TraceReader reader = new TraceReader(file);
    long counted = 0;
    Set<Long> ofSmallest = new HashSet<>();
    Map<Integer, Long> ofEach = new HashMap<>();
    int halvings = Integer.numberOfTrailingZeros((int) Math.round(1 / trace.sample().share()));
    while (reader.next()) {
      FrameHead head = reader.head();
      assertThat(head.firstWrite()).isEqualTo(counted);
      counted += head.writes();
      reader.records(
          (number, hash, position, delete) -> {
            assertThat(hash >>> 1 >>> (63 - head.halvings())).as("hash of the sample").isZero();
            if (hash >>> 1 >>> (63 - halvings) == 0) {
              ofSmallest.add(hash);
              ofEach.merge(head.halvings(), 1L, Long::sum);
            }
          });
    }
    assertThat(counted).isEqualTo(writes);
    assertThat(halvings).isBetween(4, 10);
    double expected = 50_000 * trace.sample().share();
    assertThat((double) ofSmallest.size()).isCloseTo(expected, within(5 * Math.sqrt(expected)));
    assertThat(ofEach.keySet()).as("keys that stay were in it from the begin").contains(0, 1, 2, 3);
  }

  @Test
  void aTraceEndsBeforeItIsLargerThanItMayBe() throws IOException {
    TraceFile trace = new TraceFile(MIB);
    int writes = 0;
    while (!trace.sample().isFull()) {
      // A frame for each write, as when there are few: the headers fill the file.
      trace.put(key(writes++), 1);
      trace.read();
    }
    trace.put(key(writes), 1);
    assertThat(trace.sample().writes()).as("no more is counted").isEqualTo(writes);
    assertThat(trace.read().length())
        .isBetween(MIB - 2 * TraceFrame.MAX_BYTES, MIB)
        .isEqualTo(trace.sample().bytes());
  }

  @Test
  void whatNoFrameIsThereForIsCounted() {
    TraceSample sample = new TraceSample(MIB, 1, () -> 0, full -> null);
    for (int i = 0; i < 10_000; i++) {
      sample.write(key(i), 0, 12, 5, false);
    }
    assertThat(sample.writes()).isEqualTo(10_000);
    assertThat(sample.lost()).isPositive();
    assertThat(sample.recorded() + sample.lost()).isEqualTo(10_000);
    assertThat(sample.cut()).isFalse();
  }

  @Test
  void keysAreToldToLieBeyondThoseOfEarlierFrames() throws IOException {
    TraceFile trace = new TraceFile(64 * MIB);
    trace.put(key(50), 1);
    trace.put(key(60), 1);
    trace.read();
    for (int number : new int[] {55, 70, 65, 40, 45, 50, 60}) {
      trace.put(key(number), 1);
    }
    trace.read();
    trace.put(key(70), 1);
    trace.put(key(71), 1);
    List<KeyPosition> positions = new ArrayList<>();
    TraceReader reader = new TraceReader(trace.read());
    while (reader.next()) {
      reader.records((number, hash, position, delete) -> positions.add(position));
    }
    KeyPosition in = KeyPosition.WITHIN;
    KeyPosition up = KeyPosition.ABOVE;
    KeyPosition down = KeyPosition.BELOW;
    assertThat(positions).containsExactly(in, in, in, up, up, down, down, in, in, in, up);
  }

  @Test
  void hashesSpreadAlsoOfKeysThatDifferInOneBit() {
    Set<Long> hashes = new HashSet<>();
    long sampled = 0;
    int all = 0;
    for (int length = 1; length <= 24; length++) {
      for (int number = 0; number < (length == 1 ? 256 : 4_096); number++) {
        byte[] key = new byte[length];
        key[length - 1] = (byte) number;
        key[0] ^= (byte) (number >> 8);
        long hash = SampleHash.of(99, key, 0, length);
        hashes.add(hash);
        sampled += hash >>> 60 == 0 ? 1 : 0;
        all++;
      }
    }
    assertThat(hashes).hasSize(all);
    assertThat((double) sampled).isCloseTo(all / 16.0, within(6 * Math.sqrt(all / 16.0)));
  }

  @Test
  void hashesDependOnTheSecret() {
    assertThat(SampleHash.of(1, key(5), 0, 12)).isNotEqualTo(SampleHash.of(2, key(5), 0, 12));
  }
}
