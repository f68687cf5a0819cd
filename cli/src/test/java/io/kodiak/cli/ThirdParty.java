package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Code of a third party, compiled against a distribution. */
final class ThirdParty {
  private ThirdParty() {}

  /** Compiles and packs the memtable {@code acme-map}, with nothing but the api to see. */
  static void buildPlugin(Distribution distribution, Path jar) throws IOException {
    try (Stream<Path> jars = Files.list(distribution.home().resolve("lib"))) {
      Path api =
          jars.filter(file -> file.getFileName().toString().startsWith("kodiak-api-"))
              .findFirst()
              .orElseThrow();
      build(Path.of("src/test/resources/acme"), api, jar);
      serviceFile(jar, "io.kodiak.api.MemtableProvider", "com.acme.map.MapProvider");
    }
  }

  /** Compiles and packs an application that embeds Kodiak. */
  static void buildApplication(Distribution distribution, Path jar) throws IOException {
    build(Path.of("src/test/resources/app"), distribution.home().resolve("lib"), jar);
  }

  private static void build(Path sources, Path modulePath, Path jar) throws IOException {
    Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-d", classes.toString(), "--release", "17"));
    options.addAll(List.of("--module-path", modulePath.toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(options::add);
    }
    run("javac", options);
    run("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
  }

  private static void serviceFile(Path jar, String service, String provider) throws IOException {
    Path root = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "services");
    Path file = root.resolve("META-INF/services").resolve(service);
    Files.createDirectories(file.getParent());
    Files.writeString(file, provider + "\n");
    run("jar", List.of("--update", "--file", jar.toString(), "-C", root.toString(), "."));
  }

  private static void run(String tool, List<String> arguments) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(messages, true, UTF_8);
    int exitCode =
        ToolProvider.findFirst(tool).orElseThrow().run(out, out, arguments.toArray(String[]::new));
    if (exitCode != 0) {
      throw new IllegalStateException(tool + " failed:\n" + messages.toString(UTF_8));
    }
  }
}
