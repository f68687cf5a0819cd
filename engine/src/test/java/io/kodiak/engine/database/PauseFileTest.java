package io.kodiak.engine.database;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.engine.storage.MemoryStorage;
import io.kodiak.engine.storage.MemoryStorage.Loss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PauseFileTest {
  private static final long SINCE = 1_764_096_067_123L;

  private final MemoryStorage storage = new MemoryStorage();

  @Test
  void theFileIsTextWithAChecksum() throws IOException {
    assertThat(PauseFile.since(storage)).isEqualTo(-1);
    PauseFile.write(storage, SINCE);
    assertThat(new String(storage.content("PAUSED"), US_ASCII))
        .matches("kodiak pause 1\nsince 1764096067123\ncrc32c [0-9a-f]{8}\n");
    assertThat(PauseFile.since(storage)).isEqualTo(SINCE);
    PauseFile.remove(storage);
    assertThat(storage.names()).isEmpty();
    assertThat(PauseFile.since(storage)).isEqualTo(-1);
  }

  @Test
  void aDamagedFilePausesAsWell() throws IOException {
    PauseFile.write(storage, SINCE);
    byte[] whole = storage.content("PAUSED");
    for (int i = 0; i < whole.length; i++) {
      storage.put("PAUSED", Arrays.copyOf(whole, i));
      assertThat(PauseFile.since(storage)).as("cut at %d", i).isEqualTo(PauseFile.UNKNOWN);
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      storage.put("PAUSED", flipped);
      assertThat(PauseFile.since(storage)).as("flipped at %d", i).isEqualTo(PauseFile.UNKNOWN);
    }
    storage.put("PAUSED", Arrays.copyOf(whole, whole.length + 1));
    assertThat(PauseFile.since(storage)).as("too long").isEqualTo(PauseFile.UNKNOWN);
  }

  /** Loses power, or is killed, before every call that changes something. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyCrashLeavesAWholePauseOrNone(long seed) throws IOException {
    Random random = new Random(seed);
    List<MemoryStorage> images = new ArrayList<>();
    storage.watch(
        (call, name) -> {
          for (Loss loss : Loss.values()) {
            images.add(storage.crash(loss, random));
          }
        });
    PauseFile.write(storage, SINCE);
    int whileMade = images.size();
    assertThat(PauseFile.since(storage.crash(Loss.ALL_LOST, random))).isEqualTo(SINCE);
    PauseFile.remove(storage);
    assertThat(PauseFile.since(storage.crash(Loss.ALL_LOST, random))).isEqualTo(-1);
    assertThat(whileMade).isPositive();
    assertThat(images).hasSizeGreaterThan(whileMade);
    for (MemoryStorage image : images) {
      assertThat(PauseFile.since(image)).isIn(-1L, SINCE);
      assertThat(image.names()).as("no half-made file stays").isSubsetOf("PAUSED");
      PauseFile.write(image, SINCE + 1);
      assertThat(PauseFile.since(image.crash(Loss.ALL_LOST, random))).isEqualTo(SINCE + 1);
    }
  }
}
