package io.kodiak.architecture;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Opens;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a module descriptor may say. Every rule returns the violations that it finds. */
final class ModuleRules {
  private static final Set<String> PROVIDERS =
      Set.of(
          "io.kodiak.api.MemtableProvider",
          "io.kodiak.api.SSTableFormatProvider",
          "io.kodiak.api.CompactionPolicyProvider");

  private static final Set<String> CODECS =
      Set.of("com.github.luben.zstd_jni", "org.lz4.java", "org.xerial.snappy");

  /** The libraries of columnar files, which nothing but this one module may see all of. */
  private static final Set<String> FILE_LIBRARIES =
      Set.of(
          "io.kodiak.thirdparty.parquet",
          "io.kodiak.thirdparty.orc",
          "hadoop.client.api",
          "org.apache.arrow.vector",
          "org.apache.arrow.format",
          "org.apache.arrow.memory.core",
          "org.apache.arrow.memory.unsafe",
          "flatbuffers.java");

  /** What a module may require besides java.base and, statically, JSpecify. */
  private static final Map<String, Set<String>> MAY_REQUIRE =
      Map.of(
          "io.kodiak.columnar",
          with(union(CODECS, FILE_LIBRARIES), "io.kodiak.api", "java.management", "java.sql"),
          "io.kodiak.api",
          Set.of(),
          "io.kodiak.engine",
          Set.of("io.kodiak.api", "org.slf4j", "jdk.unsupported"),
          "io.kodiak.memtable",
          Set.of("io.kodiak.api", "jdk.unsupported"),
          "io.kodiak.compaction",
          Set.of("io.kodiak.api"),
          "io.kodiak.format.parquet",
          with(CODECS, "io.kodiak.api", "io.kodiak.thirdparty.parquet"),
          "io.kodiak.format.orc",
          with(CODECS, "io.kodiak.api", "io.kodiak.thirdparty.orc", "aircompressor"),
          "io.kodiak.format.feather",
          with(
              CODECS,
              "io.kodiak.api",
              "org.apache.arrow.vector",
              "org.apache.arrow.format",
              "org.apache.arrow.memory.core",
              "org.apache.arrow.compression",
              "flatbuffers.java"),
          "io.kodiak.assembly",
          Set.of("io.kodiak.api", "io.kodiak.engine", "org.slf4j", "typesafe.config"),
          "io.kodiak.testkit",
          Set.of(
              "io.kodiak.api",
              "io.kodiak.engine",
              "org.junit.jupiter.api",
              "org.junit.jupiter.params",
              "org.assertj.core",
              "jdk.management"));

  private ModuleRules() {}

  static boolean isPlugin(ModuleDescriptor module) {
    String name = module.name();
    return name.equals("io.kodiak.memtable")
        || name.equals("io.kodiak.compaction")
        || name.startsWith("io.kodiak.format.");
  }

  static List<String> requiresOnlyWhatTheArchitectureAllows(ModuleDescriptor module) {
    Set<String> allowed = MAY_REQUIRE.get(module.name());
    List<String> violations = new ArrayList<>();
    if (allowed == null) {
      return violations;
    }
    for (Requires requires : module.requires()) {
      boolean known =
          requires.name().equals("java.base")
              || requires.name().equals("org.jspecify")
              || allowed.contains(requires.name());
      if (!known) {
        violations.add(module.name() + " requires " + requires.name());
      }
    }
    return violations;
  }

  static List<String> requiresJSpecifyStatically(ModuleDescriptor module) {
    List<String> violations = new ArrayList<>();
    for (Requires requires : module.requires()) {
      boolean annotations = requires.name().equals("org.jspecify");
      if (annotations && !requires.modifiers().equals(Set.of(Requires.Modifier.STATIC))) {
        violations.add(module.name() + " requires org.jspecify not just statically");
      }
    }
    return violations;
  }

  static List<String> requiresNoPlugin(ModuleDescriptor module) {
    List<String> violations = new ArrayList<>();
    for (Requires requires : module.requires()) {
      String name = requires.name();
      if (name.equals("io.kodiak.memtable")
          || name.equals("io.kodiak.compaction")
          || name.startsWith("io.kodiak.format.")) {
        violations.add(module.name() + " requires the plug-in " + name);
      }
    }
    return violations;
  }

  static List<String> pluginOnlyProvides(ModuleDescriptor module) {
    List<String> violations = new ArrayList<>();
    if (!isPlugin(module)) {
      return violations;
    }
    for (Exports exports : module.exports()) {
      violations.add(module.name() + " exports " + exports.source());
    }
    for (Opens opens : module.opens()) {
      violations.add(module.name() + " opens " + opens.source());
    }
    for (String service : module.uses()) {
      violations.add(module.name() + " uses " + service);
    }
    for (Provides provides : module.provides()) {
      if (!PROVIDERS.contains(provides.service())) {
        violations.add(module.name() + " provides " + provides.service());
      }
    }
    return violations;
  }

  static List<String> onlyPluginsProvide(ModuleDescriptor module) {
    List<String> violations = new ArrayList<>();
    for (Provides provides : module.provides()) {
      if (!isPlugin(module) && PROVIDERS.contains(provides.service())) {
        violations.add(module.name() + " provides " + provides.service());
      }
    }
    return violations;
  }

  /**
   * Reflection gets in only where a named module needs it: picocli into the commands. The testkit
   * is open, because JUnit calls its contract tests and may be on the class path.
   */
  static List<String> opensNothingToEveryone(ModuleDescriptor module) {
    List<String> violations = new ArrayList<>();
    if (module.name().equals("io.kodiak.testkit")) {
      return violations;
    }
    if (module.isOpen()) {
      violations.add(module.name() + " is open as a whole");
    }
    for (Opens opens : module.opens()) {
      if (!opens.isQualified()) {
        violations.add(module.name() + " opens " + opens.source() + " to everyone");
      }
    }
    return violations;
  }

  /**
   * The same providers on the module path and on the class path.
   *
   * @param serviceFiles the lines of every file in META-INF/services, by the name of the file
   */
  static List<String> declaresServicesTwice(
      ModuleDescriptor module, Map<String, Set<String>> serviceFiles) {
    List<String> violations = new ArrayList<>();
    Set<String> services = new TreeSet<>(serviceFiles.keySet());
    module.provides().forEach(provides -> services.add(provides.service()));
    for (String service : services) {
      Set<String> declared = new HashSet<>();
      for (Provides provides : module.provides()) {
        if (provides.service().equals(service)) {
          declared.addAll(provides.providers());
        }
      }
      Set<String> listed = serviceFiles.getOrDefault(service, Set.of());
      if (!declared.equals(listed)) {
        violations.add(
            "%s: module-info provides %s with %s, META-INF/services lists %s"
                .formatted(module.name(), service, new TreeSet<>(declared), new TreeSet<>(listed)));
      }
    }
    return violations;
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    return with(some, others.toArray(String[]::new));
  }

  private static Set<String> with(Set<String> base, String... more) {
    Set<String> all = new HashSet<>(base);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }
}
