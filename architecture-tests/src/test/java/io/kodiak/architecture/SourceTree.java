package io.kodiak.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checkout that is being built. */
final class SourceTree {
  static final Path ROOT = Path.of(System.getProperty("kodiak.root", ".."));

  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  private SourceTree() {}

  /** The folders of the modules, in the order of the root pom. */
  static List<String> modules() throws IOException {
    List<String> modules = new ArrayList<>();
    Matcher matcher = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")));
    while (matcher.find()) {
      modules.add(matcher.group(1));
    }
    return modules;
  }

  static List<Source> sources() throws IOException {
    List<Source> sources = new ArrayList<>();
    for (String module : modules()) {
      Path folder = ROOT.resolve(module).resolve("src");
      if (!Files.isDirectory(folder)) {
        continue;
      }
      List<Path> files;
      try (Stream<Path> walk = Files.walk(folder)) {
        files = walk.filter(file -> file.toString().endsWith(".java")).sorted().toList();
      }
      for (Path file : files) {
        String path = ROOT.relativize(file).toString().replace('\\', '/');
        sources.add(Source.parse(path, Files.readString(file)));
      }
    }
    return sources;
  }
}
