package io.kodiak.format.feather;

import io.kodiak.testkit.EarlierFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What was ever written is read. */
class EarlierFilesTest {
  @TestFactory
  Stream<DynamicTest> files() throws IOException {
    return EarlierFiles.tests(
        Path.of("src", "test", "resources"), new FeatherFormatProvider(), Codec.NAMES);
  }
}
