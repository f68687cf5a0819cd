package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The zip that is released, unpacked as a user would. */
record Distribution(Path home) {
  /** What a run of the command left behind. */
  record Outcome(int exitCode, String stdout, String stderr) {}

  static Distribution unpack(Path folder) {
    Path zip = Path.of(System.getProperty("kodiak.distribution"));
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("an entry of " + zip + " leads outside: " + entry);
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          try (var in = file.getInputStream(entry)) {
            Files.copy(in, target);
          }
        }
      }
      try (Stream<Path> roots = Files.list(folder)) {
        Distribution distribution = new Distribution(roots.findFirst().orElseThrow());
        if (!distribution.launcher().toFile().setExecutable(true)) {
          throw new IOException("cannot make " + distribution.launcher() + " executable");
        }
        return distribution;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + zip, e);
    }
  }

  Path launcher() {
    return home.resolve("bin/kodiak");
  }

  Outcome run(Path directory, String... arguments) throws IOException, InterruptedException {
    return run(launcher(), directory, Map.of(), arguments);
  }

  /**
   * Runs the launcher by whatever path, in a directory, on this JVM's Java unless told otherwise.
   */
  static Outcome run(
      Path launcher, Path directory, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Path stdout = Files.createTempFile(directory, "stdout", ".txt");
    Path stderr = Files.createTempFile(directory, "stderr", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    // What the tests' own JVM was started with is no business of the command.
    builder.environment().keySet().removeAll(List.of("KODIAK_OPTS", "JAVA_TOOL_OPTIONS"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    int exitCode = process.waitFor();
    Outcome outcome =
        new Outcome(exitCode, Files.readString(stdout, UTF_8), Files.readString(stderr, UTF_8));
    Files.delete(stdout);
    Files.delete(stderr);
    return outcome;
  }
}
