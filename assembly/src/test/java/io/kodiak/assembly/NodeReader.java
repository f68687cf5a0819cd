package io.kodiak.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Libraries of JavaScript that read open files: installed once below {@code target}. */
final class NodeReader {
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", ".npmrc", "read.mjs");

  /** Why there is none; {@code null}: there is one. */
  private static final @Nullable String PROBLEM = install();

  private NodeReader() {}

  private static Path folder() {
    return Path.of("target", "node").toAbsolutePath();
  }

  private static @Nullable String install() {
    try {
      Path sources = Path.of("src", "test", "node");
      Path lock = folder().resolve("package-lock.json");
      Path installed = folder().resolve("node_modules").resolve(".package-lock.json");
      boolean isFresh =
          Files.exists(installed)
              && Files.mismatch(lock, sources.resolve("package-lock.json")) == -1;
      Files.createDirectories(folder());
      for (String file : FILES) {
        Files.copy(
            sources.resolve(file), folder().resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      run(List.of("node", "--version"));
      if (!isFresh) {
        run(List.of("npm", "ci", "--fetch-retries=1", "--prefer-offline"));
      }
      return null;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  /** Skips the test where Node, npm or the network that npm needs is missing. */
  static void assumeInstalled() {
    if (PROBLEM != null) {
      String line = "skipped, as there is no Node with the packages of src/test/node: " + PROBLEM;
      System.out.println(line);
      Assumptions.abort(line);
    }
  }

  /**
   * What the reader prints.
   *
   * @param what {@code rows} or {@code hash}
   */
  static String read(String format, Path file, String what) throws IOException {
    return run(List.of("node", "read.mjs", format, file.toString(), what));
  }

  /** The output of a command that has to succeed. */
  private static String run(List<String> command) throws IOException {
    List<String> words = new ArrayList<>(command);
    if (File.separatorChar == '\\' && words.get(0).equals("npm")) {
      words.set(0, "npm.cmd");
    }
    Path errors = Files.createTempFile(folder(), "errors", ".txt");
    try {
      Process process =
          new ProcessBuilder(words)
              .directory(folder().toFile())
              .redirectError(errors.toFile())
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + Files.readString(errors));
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(errors);
    }
  }
}
