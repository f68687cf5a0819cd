package io.kodiak.benchmarks.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The machine and the JVM that figures come from. */
public final class Host {
  /** Flags that native libraries need on newer JDKs and that older ones ignore. */
  public static final List<String> FLAGS =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private Host() {}

  /** The command that starts another JVM like this one. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** One line for people. */
  public static String describe() {
    return String.format(
        Locale.ROOT,
        "Java %s, %s %s, %d processors, %s",
        Runtime.version(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.getRuntime().availableProcessors(),
        processor());
  }

  private static String processor() {
    Path file = Path.of("/proc/cpuinfo");
    try {
      if (Files.exists(file)) {
        return Files.readAllLines(file).stream()
            .filter(text -> text.startsWith("model name"))
            .map(text -> text.substring(text.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown processor");
      }
    } catch (IOException e) {
      return "unknown processor (" + e.getMessage() + ")";
    }
    return System.getProperty("os.arch");
  }
}
