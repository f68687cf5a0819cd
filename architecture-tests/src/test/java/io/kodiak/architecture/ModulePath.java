package io.kodiak.architecture;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The modules of Kodiak among the entries of the class path. */
final class ModulePath {
  private static final String SERVICES = "META-INF/services/";

  private ModulePath() {}

  static List<ModuleReference> kodiakModules() {
    List<ModuleReference> modules = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      boolean module = Files.isRegularFile(path.resolve("module-info.class"));
      if (module || (entry.contains("kodiak-") && entry.endsWith(".jar"))) {
        for (ModuleReference reference : ModuleFinder.of(path).findAll()) {
          if (reference.descriptor().name().startsWith("io.kodiak")) {
            modules.add(reference);
          }
        }
      }
    }
    return modules;
  }

  /** The lines of every file in META-INF/services, without comments, by the name of the file. */
  static Map<String, Set<String>> serviceFiles(ModuleReference module) {
    Map<String, Set<String>> files = new TreeMap<>();
    try (ModuleReader reader = module.open()) {
      for (String resource : reader.list().toList()) {
        if (resource.startsWith(SERVICES) && !resource.endsWith("/")) {
          Set<String> lines = new TreeSet<>();
          try (var in = reader.open(resource).orElseThrow()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .forEach(lines::add);
          }
          files.put(resource.substring(SERVICES.length()), lines);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + module.descriptor().name(), e);
    }
    return files;
  }
}
