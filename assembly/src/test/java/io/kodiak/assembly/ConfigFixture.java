package io.kodiak.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kodiak.engine.database.KodiakException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of configuration files share: writing them and reading reports. */
abstract class ConfigFixture {
  @TempDir Path folder;

  /** Writes a file of this test. */
  final Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** What is reported for a file of that text, with the file's folder cut off. */
  final String report(String text) throws IOException {
    return report(Fakes.builder().file(write("kodiak.conf", text)));
  }

  final String report(EngineBuilder builder) {
    KodiakException problem = catchThrowableOfType(KodiakException.class, builder::check);
    assertThat(problem).as("a problem was expected").isNotNull();
    assertThat(problem.kind()).isEqualTo(KodiakException.Kind.CONFIGURATION);
    return problem.getMessage().replace(folder + "/", "");
  }

  final EffectiveConfiguration check(String text) throws IOException {
    return Fakes.builder().file(write("kodiak.conf", text)).check();
  }

  /** The effective value and origin of a setting, as shown. */
  final String shown(EffectiveConfiguration configuration, String key) {
    return configuration
        .toHocon()
        .lines()
        .map(line -> line.strip().replaceAll("\\s{2,}", " "))
        .filter(line -> line.startsWith(key + " ="))
        .findFirst()
        .orElse("nothing")
        .replace(folder + "/", "");
  }
}
