package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.cli.Distribution.Outcome;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip holds what it has to, and its launcher finds itself and Java. */
class DistributionIT {
  private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| [^|]+ \\| ([^|]+) \\|.*");

  @TempDir static Path folder;
  private static Distribution distribution;

  @TempDir Path work;

  @BeforeAll
  static void unpack() {
    distribution = Distribution.unpack(folder);
  }

  @Test
  void holdsWhatTheDocumentationSays() {
    Path home = distribution.home();
    assertThat(home.getFileName().toString()).startsWith("kodiak-");
    for (String name :
        List.of(
            "LICENSE",
            "NOTICE",
            "bin/kodiak",
            "conf/kodiak.conf",
            "plugins/README.md",
            "licenses/README.md")) {
      assertThat(home.resolve(name)).isRegularFile();
    }
  }

  @Test
  void holdsOnlyModulesThatAreReadyForTheModulePath() {
    Path lib = distribution.home().resolve("lib");
    List<ModuleDescriptor> modules = modules(lib);
    assertThat(modules)
        .extracting(ModuleDescriptor::name)
        .contains("io.kodiak.cli")
        .doesNotContain("io.kodiak.columnar");
    List<ModuleDescriptor> all = modules(lib, lib.resolve("columnar"));
    assertThat(all).extracting(ModuleDescriptor::name).contains("io.kodiak.columnar");
    List<String> packages = new ArrayList<>();
    all.forEach(module -> packages.addAll(module.packages()));
    assertThat(packages).doesNotHaveDuplicates();
  }

  /** Throws for two modules of one name and for a jar that is none. */
  private static List<ModuleDescriptor> modules(Path... folders) {
    return ModuleFinder.of(folders).findAll().stream().map(ModuleReference::descriptor).toList();
  }

  @Test
  void holdsTheLicenceOfEveryJar() throws IOException {
    Path licences = distribution.home().resolve("licenses");
    List<String> listed = new ArrayList<>();
    for (String line : Files.readAllLines(licences.resolve("README.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && !row.group(1).equals("jar") && !row.group(1).startsWith("-")) {
        listed.add(row.group(1).strip());
        assertThat(licences.resolve(row.group(2).strip())).isRegularFile();
      }
    }
    List<String> jars = new ArrayList<>(jars("lib"));
    jars.addAll(jars("lib/columnar"));
    for (String jar : jars) {
      if (!jar.startsWith("kodiak-")) {
        String artifact = jar.replaceFirst("-[0-9].*", "");
        assertThat(listed).as("licenses/README.md").contains(artifact);
      }
    }
  }

  @Test
  void leavesTestsAndTheDemoReaderOut() throws IOException {
    assertThat(jars("lib"))
        .noneMatch(jar -> jar.contains("testkit") || jar.contains("junit"))
        .noneMatch(jar -> jar.contains("duckdb") || jar.contains("hadoop"));
  }

  @Test
  void saysWhenJavaHomeIsWrong() throws Exception {
    Outcome outcome =
        Distribution.run(
            distribution.launcher(), work, Map.of("JAVA_HOME", "/nonexistent"), "--version");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.stdout()).isEmpty();
    assertThat(outcome.stderr()).contains("JAVA_HOME is /nonexistent").contains("Java 17");
  }

  @Test
  void saysWhenJavaIsTooOld() throws Exception {
    for (String version : List.of("11.0.2", "1.8.0_392", "16")) {
      Path java = Files.createDirectories(work.resolve(version));
      Path binary = Files.createDirectories(java.resolve("bin")).resolve("java");
      Files.writeString(binary, "#!/bin/sh\necho started\n");
      assertThat(binary.toFile().setExecutable(true)).isTrue();
      Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
      Outcome outcome =
          Distribution.run(
              distribution.launcher(), work, Map.of("JAVA_HOME", java.toString()), "--version");
      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.stdout()).isEmpty();
      assertThat(outcome.stderr()).contains("Java 17 or newer").contains("Java " + version);
    }
  }

  @Test
  void findsItselfThroughLinksAndPassesArgumentsAndOptionsOn() throws Exception {
    Path java = Files.createDirectories(work.resolve("java with space"));
    Path binary = Files.createDirectories(java.resolve("bin")).resolve("java");
    Files.writeString(binary, "#!/bin/sh\nfor a in \"$@\"; do echo \"<$a>\"; done\n");
    assertThat(binary.toFile().setExecutable(true)).isTrue();
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Files.createSymbolicLink(folder.resolve("one"), distribution.launcher());
    Path second = Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));

    Outcome outcome =
        Distribution.run(
            second,
            work,
            Map.of("JAVA_HOME", java.toString(), "KODIAK_OPTS", "-Xmx1g -Da=b"),
            "put",
            "two words",
            "*");
    assertThat(outcome.stderr()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    Path home = distribution.home().toRealPath();
    assertThat(outcome.stdout().lines())
        .contains("<-Xmx1g>", "<-Da=b>", "<-Dkodiak.home=" + home + ">")
        .containsSequence("<--module-path>", "<" + home.resolve("lib") + ">")
        .endsWith("<io.kodiak.cli/io.kodiak.cli.Main>", "<put>", "<two words>", "<*>");
  }

  @Test
  void showsTheLibrariesOfColumnarFilesOnlyToTheCommandsThatNeedThem() throws Exception {
    Path java = Files.createDirectories(work.resolve("java"));
    Path binary = Files.createDirectories(java.resolve("bin")).resolve("java");
    Files.writeString(binary, "#!/bin/sh\nfor a in \"$@\"; do echo \"<$a>\"; done\n");
    assertThat(binary.toFile().setExecutable(true)).isTrue();
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Map<String, String> environment = Map.of("JAVA_HOME", java.toString());
    for (String command : List.of("inspect", "ingest", "export")) {
      Outcome outcome =
          Distribution.run(
              distribution.launcher(), work, environment, "--hex", "-t", "get", command, "x");
      assertThat(outcome.stdout()).contains("lib/columnar>", "<java.se,io.kodiak.columnar>");
    }
    Outcome outcome =
        Distribution.run(
            distribution.launcher(), work, environment, "-d", "inspect", "get", "export");
    assertThat(outcome.stdout()).doesNotContain("columnar").contains("<java.se>");
  }

  private static List<String> jars(String folder) throws IOException {
    try (Stream<Path> jars = Files.list(distribution.home().resolve(folder))) {
      return jars.filter(Files::isRegularFile)
          .map(jar -> jar.getFileName().toString())
          .sorted()
          .toList();
    }
  }
}
