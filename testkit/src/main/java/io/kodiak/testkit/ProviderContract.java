package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Provider;
import io.kodiak.api.SpiVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every provider owes: a name, the version of the interface, and settings it declares in full.
 *
 * @param <T> what the plug-in supplies
 * @param <P> its kind of provider
 */
abstract class ProviderContract<T, P extends Provider<T>> {
  /** The provider to examine, new or always the same. */
  protected abstract P provider();

  /** The settings that every test but those of the settings themselves creates the plug-in with. */
  protected Map<String, ?> settings() {
    return Map.of();
  }

  /** What the provider creates from {@link #settings()}. */
  protected final T create() {
    TestSettings settings = TestSettings.of(settings());
    T created = provider().create(settings);
    settings.verify();
    return created;
  }

  @Test
  void providerHasAName() {
    assertThat(provider().name()).matches("[a-z][a-z0-9-]*").isEqualTo(provider().name());
  }

  @Test
  void providerReportsTheVersionOfTheInterface() {
    assertThat(provider().spiVersion()).isEqualTo(SpiVersion.CURRENT);
  }

  @Test
  void providerCanDoWithoutSettings() {
    TestSettings settings = TestSettings.empty();
    assertThat(provider().create(settings)).isNotNull();
    settings.verify();
  }

  @Test
  void providerCreatesAnewEachTime() {
    TestSettings first = TestSettings.of(settings());
    TestSettings second = TestSettings.of(settings());
    P provider = provider();
    assertThat(provider.create(first)).isNotNull();
    assertThat(provider.create(second)).isNotNull();
    assertThat(second.knownKeys()).isEqualTo(first.knownKeys());
  }

  @Test
  void providerDoesNotAskForKeysThatItDoesNotKnow() {
    TestSettings settings = TestSettings.of(Map.of("no-such-setting-anywhere", 1));
    assertThat(provider().create(settings)).isNotNull();
    assertThat(settings.unknownKeys()).containsExactly("no-such-setting-anywhere");
  }

  @Test
  void providerAsksForEverySettingWhateverTheValues() {
    TestSettings plain = TestSettings.empty();
    provider().create(plain);
    Set<String> known = plain.knownKeys();
    for (String key : known) {
      TestSettings wrong = TestSettings.of(nested(key, new WrongType()));
      provider().create(wrong);
      assertThat(wrong.problems()).as("problems with a wrong value of %s", key).isNotEmpty();
      assertThat(wrong.knownKeys()).as("settings asked for with a wrong %s", key).isEqualTo(known);
      for (Object value : plain.others(key)) {
        TestSettings other = TestSettings.of(nested(key, value));
        provider().create(other);
        other.verify();
        assertThat(other.knownKeys()).as("asked for with %s = %s", key, value).isEqualTo(known);
      }
    }
  }

  private static Map<String, Object> nested(String path, Object value) {
    Map<String, Object> map = new HashMap<>();
    int dot = path.indexOf('.');
    if (dot < 0) {
      map.put(path, value);
    } else {
      map.put(path.substring(0, dot), nested(path.substring(dot + 1), value));
    }
    return map;
  }

  /** A value that is of no type that a setting may have. */
  private static final class WrongType {}
}
