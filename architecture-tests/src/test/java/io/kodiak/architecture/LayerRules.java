package io.kodiak.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;

/**
 * Who may see whom, by package.
 *
 * <p>The packages are matched by their end ({@code ..kodiak.engine.wal..}), so that the same rules
 * hold for {@code io.kodiak} and for the planted violations in {@code planted.kodiak}.
 */
final class LayerRules {
  private static final String[] PLUGINS = {
    "..kodiak.memtable..", "..kodiak.compaction..", "..kodiak.format.."
  };

  /** Each engine package sees only those of a lower rank. */
  private static final Map<String, Integer> ENGINE_LINE =
      Map.ofEntries(
          Map.entry("storage", 0),
          Map.entry("backpressure", 0),
          Map.entry("wal", 1),
          Map.entry("manifest", 1),
          Map.entry("trace", 1),
          Map.entry("sstable", 2),
          Map.entry("read", 3),
          Map.entry("flush", 4),
          Map.entry("compaction", 4),
          Map.entry("load", 5),
          Map.entry("simulation", 5),
          Map.entry("database", 6));

  static final ArchRule API_USES_ONLY_THE_JDK = onlySees("..kodiak.api..");
  static final ArchRule MEMTABLES_SEE_ONLY_THE_API =
      onlySees("..kodiak.memtable..", "..kodiak.api..");
  static final ArchRule POLICIES_SEE_ONLY_THE_API =
      onlySees("..kodiak.compaction..", "..kodiak.api..");
  static final ArchRule PARQUET_SEES_ONLY_THE_API_AND_ITS_LIBRARIES =
      onlySees(
          "..kodiak.format.parquet..",
          "..kodiak.api..",
          "org.apache.parquet..",
          "org.apache.hadoop..",
          "com.github.luben.zstd..",
          "net.jpountz..",
          "org.xerial.snappy..");
  static final ArchRule ORC_SEES_ONLY_THE_API_AND_ITS_LIBRARIES =
      onlySees(
          "..kodiak.format.orc..",
          "..kodiak.api..",
          "org.apache.orc..",
          "org.apache.hadoop..",
          "io.airlift.compress..",
          "com.github.luben.zstd..",
          "net.jpountz..",
          "org.xerial.snappy..");
  static final ArchRule FEATHER_SEES_ONLY_THE_API_AND_ITS_LIBRARIES =
      onlySees(
          "..kodiak.format.feather..",
          "..kodiak.api..",
          "org.apache.arrow..",
          "com.google.flatbuffers..",
          "com.github.luben.zstd..",
          "net.jpountz..");

  static final ArchRule ENGINE_NEVER_NAMES_A_PLUGIN =
      noClasses()
          .that()
          .resideInAnyPackage("..kodiak.api..", "..kodiak.engine..", "..kodiak.assembly..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PLUGINS)
          .because("plug-ins are found by ServiceLoader")
          .allowEmptyShould(true);

  static final ArchRule ENGINE_DEPENDS_ON_NOTHING_ABOVE_IT =
      noClasses()
          .that()
          .resideInAPackage("..kodiak.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..kodiak.assembly..", "..kodiak.cli..", "..kodiak.testkit..", "com.typesafe..")
          .allowEmptyShould(true);

  static final ArchRule ENGINE_PACKAGES_FORM_A_LINE =
      classes()
          .that()
          .resideInAPackage("..kodiak.engine..")
          .should(seeOnlyEnginePackagesToTheLeft())
          .allowEmptyShould(true);

  static final ArchRule NO_PACKAGE_CYCLES =
      slices().matching("..kodiak.(**)").should().beFreeOfCycles().allowEmptyShould(true);

  static final ArchRule ONLY_STORAGE_TOUCHES_FILES =
      noClasses()
          .that(
              resideInAnyPackage("..kodiak.engine..", "..kodiak.api..")
                  .or(resideInAnyPackage(PLUGINS))
                  .and(not(resideInAnyPackage("..kodiak.engine.storage.."))))
          .should()
          .dependOnClassesThat(areFileAccess())
          .because("every file operation goes through Storage, where faults can be injected")
          .allowEmptyShould(true);

  static final ArchRule ONLY_STORAGE_AND_THE_FACADE_NAME_PATHS =
      noClasses()
          .that(
              resideInAnyPackage("..kodiak.engine..", "..kodiak.api..")
                  .or(resideInAnyPackage(PLUGINS))
                  .and(
                      not(
                          resideInAnyPackage(
                              "..kodiak.engine.storage..",
                              "..kodiak.engine.simulation..",
                              "..kodiak.engine.database.."))))
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.nio.file.Path")
          .because(
              "below the facade a file has a name within the storage, not a path; a simulation is a facade"
                  + " of its own")
          .allowEmptyShould(true);

  static final ArchRule POLICIES_ARE_PURE =
      noClasses()
          .that()
          .resideInAPackage("..kodiak.compaction..")
          .should()
          .dependOnClassesThat(areImpure())
          .orShould(callSystem())
          .because("a policy is a pure function: no I/O, clock, thread, chance or logger")
          .allowEmptyShould(true);

  private LayerRules() {}

  private static ArchRule onlySees(String subject, String... others) {
    String[] all = new String[others.length + 3];
    System.arraycopy(others, 0, all, 0, others.length);
    all[others.length] = subject;
    all[others.length + 1] = "java..";
    all[others.length + 2] = "org.jspecify.annotations..";
    return classes()
        .that()
        .resideInAPackage(subject)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(all))
        .allowEmptyShould(true);
  }

  private static ArchCondition<JavaClass> seeOnlyEnginePackagesToTheLeft() {
    return new ArchCondition<>("see only the engine packages to the left of their own") {
      @Override
      public void check(JavaClass subject, ConditionEvents events) {
        String from = enginePackage(subject);
        if (!ENGINE_LINE.containsKey(from)) {
          events.add(
              SimpleConditionEvent.violated(
                  subject,
                  subject.getName() + " is in a package that has no place in the engine's line"));
          return;
        }
        for (Dependency dependency : subject.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (!target.getPackageName().contains("kodiak.engine")) {
            continue;
          }
          String to = enginePackage(target);
          if (!to.equals(from)
              && ENGINE_LINE.getOrDefault(to, Integer.MAX_VALUE) >= ENGINE_LINE.get(from)) {
            events.add(SimpleConditionEvent.violated(subject, dependency.getDescription()));
          }
        }
      }
    };
  }

  /** The first part of the package name after {@code kodiak.engine.}, or all of it. */
  private static String enginePackage(JavaClass type) {
    String name = type.getPackageName();
    int start = name.indexOf("kodiak.engine.");
    if (start < 0) {
      return name;
    }
    String rest = name.substring(start + "kodiak.engine.".length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static DescribedPredicate<JavaClass> areFileAccess() {
    Set<String> ioTypes =
        Set.of(
            "java.io.File",
            "java.io.FileDescriptor",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.RandomAccessFile",
            "java.nio.channels.AsynchronousFileChannel",
            "java.nio.channels.FileChannel",
            "java.nio.channels.FileLock",
            "java.nio.MappedByteBuffer");
    return describe(
        "are file access",
        type ->
            ioTypes.contains(type.getName())
                || (type.getPackageName().startsWith("java.nio.file")
                    && !type.getName().equals("java.nio.file.Path")));
  }

  private static DescribedPredicate<JavaClass> areImpure() {
    Set<String> types =
        Set.of(
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.Runtime",
            "java.lang.System$Logger",
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.lang.ThreadLocal",
            "java.time.Clock",
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.LocalTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.util.UUID");
    return describe(
        "do I/O or depend on clock, thread, chance or logger",
        type ->
            types.contains(type.getName())
                || resideInAnyPackage(
                        "java.io..",
                        "java.nio..",
                        "java.net..",
                        "java.util.concurrent..",
                        "java.util.logging..",
                        "java.util.random..",
                        "org.slf4j..")
                    .test(type));
  }

  private static ArchCondition<JavaClass> callSystem() {
    Set<String> harmless = Set.of("arraycopy", "identityHashCode");
    return new ArchCondition<>("use java.lang.System or Math.random") {
      @Override
      public void check(JavaClass subject, ConditionEvents events) {
        for (JavaAccess<?> access : subject.getAccessesFromSelf()) {
          String owner = access.getTargetOwner().getName();
          boolean system = owner.equals("java.lang.System") && !harmless.contains(access.getName());
          boolean chance = owner.equals("java.lang.Math") && access.getName().equals("random");
          events.add(new SimpleConditionEvent(subject, system || chance, access.getDescription()));
        }
      }
    };
  }
}
