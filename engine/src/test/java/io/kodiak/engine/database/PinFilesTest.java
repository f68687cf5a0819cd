package io.kodiak.engine.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.database.PinRecord.PinnedData;
import io.kodiak.engine.storage.FaultyStorage;
import io.kodiak.engine.storage.MemoryStorage;
import io.kodiak.engine.storage.MemoryStorage.Loss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinFilesTest {
  private static final PinRecord PIN =
      new PinRecord(
          1_764_096_067_123L,
          "users",
          1_764_096_067_123L,
          1_764_099_667_123L,
          true,
          List.of(
              new PinnedData("000001.columns", 0, 10, 2, 100, "columns"),
              new PinnedData("000002.columns", 2, 1_000, 0, 5, "a format")));

  private static final String FOLDER = "pins/1764096067123";

  private final MemoryStorage storage = new MemoryStorage();

  @BeforeEach
  void fill() throws IOException {
    storage.createDirectory("tables/users");
    storage.put("tables/users/000001.columns", new byte[100]);
    storage.put("tables/users/000001.index", new byte[9]);
    storage.put("tables/users/000002.columns", new byte[] {1, 2, 3, 4, 5});
  }

  private static List<String> pinFiles(MemoryStorage of) {
    return of.names().stream().filter(name -> name.startsWith("pins/")).toList();
  }

  @Test
  void aPinIsTheFilesUnderAnotherNameAndADescriptor() throws IOException {
    new PinFiles(storage).write(PIN);
    assertThat(pinFiles(storage))
        .containsExactly(
            FOLDER + "/PIN", FOLDER + "/users/000001.columns", FOLDER + "/users/000002.columns");
    storage.delete("tables/users/000002.columns");
    assertThat(storage.content(FOLDER + "/users/000002.columns"))
        .isEqualTo(new byte[] {1, 2, 3, 4, 5});
    assertThat(new PinFiles(storage).recover()).containsExactly(PIN);
    assertThat(new PinFiles(storage).recover()).containsExactly(PIN);
  }

  @Test
  void aRemovedPinLeavesTheFilesOfTheTableAlone() throws IOException {
    PinFiles pins = new PinFiles(storage);
    pins.write(PIN);
    pins.remove(PIN.id());
    assertThat(pinFiles(storage)).isEmpty();
    assertThat(storage.list("pins")).isEmpty();
    assertThat(storage.list("tables/users")).hasSize(3);
    assertThat(pins.recover()).isEmpty();
  }

  @Test
  void theDescriptorIsTextWithAChecksum() throws CorruptionException {
    String text = new String(PIN.encode(), UTF_8);
    assertThat(text)
        .isEqualTo(
            """
            kodiak pin 1
            id 1764096067123
            table users
            created 1764096067123
            expiry 1764099667123
            one-row-per-key true
            file 000001.columns 0 10 2 100 columns
            file 000002.columns 2 1000 0 5 a format
            crc32c daaade38
            """);
    assertThat(PinRecord.decode("PIN", PIN.encode())).isEqualTo(PIN);
  }

  @Test
  void anyDamageToADescriptorIsFound() {
    byte[] whole = PIN.encode();
    for (int i = 0; i < whole.length; i++) {
      byte[] cut = Arrays.copyOf(whole, i);
      assertThatThrownBy(() -> PinRecord.decode("PIN", cut))
          .as("cut at %d", i)
          .isInstanceOf(CorruptionException.class);
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      assertThatThrownBy(() -> PinRecord.decode("PIN", flipped))
          .as("flipped at %d", i)
          .isInstanceOf(CorruptionException.class);
    }
  }

  /** Loses power, or is killed, before every call that changes something; also in the recovery. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyCrashLeavesAWholePinOrOneThatTheNextOpeningRemoves(long seed) throws IOException {
    Random random = new Random(seed);
    List<MemoryStorage> making = new ArrayList<>();
    images(storage, making, random);
    new PinFiles(storage).write(PIN);
    int whole = check(making, seed, random);
    assertThat(whole).as("before the last call the pin may be whole").isLessThan(making.size());
    assertThat(new PinFiles(storage.crash(Loss.ALL_LOST, random)).recover()).containsExactly(PIN);
    List<MemoryStorage> removing = new ArrayList<>();
    images(storage, removing, random);
    new PinFiles(storage).remove(PIN.id());
    assertThat(check(removing, seed, random)).isPositive();
  }

  private static void images(MemoryStorage of, List<MemoryStorage> images, Random random) {
    of.watch(
        (call, name) -> {
          for (Loss loss : Loss.values()) {
            images.add(of.crash(loss, random));
          }
        });
  }

  /** Recovers each image, crashing again on the way; the number of those with a whole pin. */
  private static int check(List<MemoryStorage> images, long seed, Random random)
      throws IOException {
    int whole = 0;
    for (MemoryStorage image : images) {
      List<MemoryStorage> again = new ArrayList<>();
      images(image, again, random);
      int found = recovered(image, seed);
      assertThat(recovered(image.crash(Loss.ALL_LOST, random), seed))
          .as("seed %d: what was found once is found after a loss of power", seed)
          .isEqualTo(found);
      whole += found;
      for (MemoryStorage second : again) {
        recovered(second, seed);
      }
    }
    return whole;
  }

  private static int recovered(MemoryStorage image, long seed) throws IOException {
    List<PinRecord> found = new PinFiles(image).recover();
    assertThat(found).as("seed %d", seed).isIn(List.of(), List.of(PIN));
    assertThat(pinFiles(image)).as("seed %d", seed).hasSize(3 * found.size());
    for (PinRecord pin : found) {
      for (PinnedData file : pin.files()) {
        assertThat(image.content(FOLDER + "/users/" + file.name()))
            .as("seed %d", seed)
            .hasSize((int) file.bytes());
      }
    }
    return found.size();
  }

  @Test
  void everyFailureOfTheDiskLeavesNothing() throws IOException {
    FaultyStorage faulty = new FaultyStorage(storage);
    PinFiles pins = new PinFiles(faulty);
    int call = 0;
    do {
      call++;
      assertThat(pinFiles(storage)).isEmpty();
      faulty.failAt(call);
      try {
        pins.write(PIN);
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("injected");
      }
    } while (faulty.hasFailed());
    assertThat(call).isGreaterThan(7);
    assertThat(faulty.openFiles()).isZero();
    faulty.failAt(0);
    assertThat(pins.recover()).containsExactly(PIN);
  }

  @Test
  void whatCannotBeDeletedNowIsRemovedAtTheNextOpening() throws IOException {
    FaultyStorage faulty = new FaultyStorage(storage);
    PinFiles pins = new PinFiles(faulty);
    faulty.failAt(4);
    faulty.failDeletes(true);
    assertThatThrownBy(() -> pins.write(PIN)).hasMessageStartingWith("injected");
    assertThat(pinFiles(storage)).isNotEmpty();
    faulty.failDeletes(false);
    assertThat(pins.recover()).isEmpty();
    assertThat(storage.list("pins")).isEmpty();
  }

  @Test
  void filesOfOthersStay() throws IOException {
    PinFiles pins = new PinFiles(storage);
    pins.write(PIN);
    storage.put(FOLDER + "/users/notes.txt", new byte[1]);
    storage.createDirectory("pins/mine");
    storage.put("pins/mine/000001.columns", new byte[1]);
    pins.remove(PIN.id());
    assertThat(pins.recover()).isEmpty();
    assertThat(pinFiles(storage))
        .containsExactly(FOLDER + "/users/notes.txt", "pins/mine/000001.columns");
  }

  @Test
  void aDescriptorUnderTheNumberOfAnotherPinIsNone() throws IOException {
    new PinFiles(storage).write(PIN);
    storage.createDirectory("pins/1764096067124");
    storage.put("pins/1764096067124/PIN", PIN.encode());
    assertThat(new PinFiles(storage).recover()).containsExactly(PIN);
    assertThat(storage.names()).doesNotContain("pins/1764096067124/PIN");
  }
}
