package io.kodiak.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule finds the violation that was planted for it. */
class PlantedViolationsTest {
  /** By the name of the rule: the planted classes that it has to find. */
  private static final Map<String, Set<String>> PLANTED =
      Map.ofEntries(
          Map.entry("API_USES_ONLY_THE_JDK", Set.of("UsesLogger")),
          Map.entry("MEMTABLES_SEE_ONLY_THE_API", Set.of("SeesEngine")),
          Map.entry("POLICIES_SEE_ONLY_THE_API", Set.of("SeesMemtable")),
          Map.entry("PARQUET_SEES_ONLY_THE_API_AND_ITS_LIBRARIES", Set.of("SeesTypesafeConfig")),
          Map.entry("ORC_SEES_ONLY_THE_API_AND_ITS_LIBRARIES", Set.of("orc.SeesParquet")),
          Map.entry("FEATHER_SEES_ONLY_THE_API_AND_ITS_LIBRARIES", Set.of("feather.SeesParquet")),
          Map.entry("ENGINE_NEVER_NAMES_A_PLUGIN", Set.of("NamesPlugin")),
          Map.entry("ENGINE_DEPENDS_ON_NOTHING_ABOVE_IT", Set.of("SeesConfig")),
          Map.entry("ENGINE_PACKAGES_FORM_A_LINE", Set.of("SeesManifest", "SeesRead", "OutOfLine")),
          Map.entry("NO_PACKAGE_CYCLES", Set.of("Tick", "Tock")),
          Map.entry("ONLY_STORAGE_TOUCHES_FILES", Set.of("OpensFile", "OpensChannel")),
          Map.entry("ONLY_STORAGE_AND_THE_FACADE_NAME_PATHS", Set.of("SeesPath", "OpensFile")),
          Map.entry(
              "POLICIES_ARE_PURE",
              Set.of("ReadsClock", "StartsThread", "Logs", "ReadsFile", "ThrowsDice")),
          Map.entry(
              "ONLY_VERSION_SET_CHANGES_THE_TREE",
              Set.of("Usurper.version", "Usurper.tree", "Usurper.log")),
          Map.entry(
              "NAMES_SAY_SOMETHING",
              Set.of("FileManager", "ByteUtils", "AbstractFile", "FileHelper", "FileImpl")),
          Map.entry("ACCESSORS_HAVE_NO_PREFIX", Set.of("storage.Getter")),
          Map.entry("API_INTERFACES_ARE_SMALL", Set.of("NineMethods")),
          Map.entry("NO_JAVA_SERIALIZATION", Set.of("Serializes")),
          Map.entry("CLASSES_ARE_FINAL", Set.of("OpenClass")),
          Map.entry("STATICS_ARE_FINAL", Set.of("Registry")),
          Map.entry("LIBRARY_PRINTS_NOTHING", Set.of("Prints")),
          Map.entry("LIBRARY_NEVER_EXITS", Set.of("Exits")));

  private static Stream<Arguments> rules() throws IllegalAccessException {
    List<Arguments> rules = new ArrayList<>();
    for (Class<?> owner : List.of(LayerRules.class, TreeRules.class, StyleRules.class)) {
      for (Field field : owner.getDeclaredFields()) {
        if (field.getType() == ArchRule.class) {
          rules.add(Arguments.of(field.getName(), field.get(null)));
        }
      }
    }
    return rules.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void areFound(String name, ArchRule rule) {
    assertThat(PLANTED).as("planted violations").containsKey(name);
    String report =
        String.join("\n", rule.evaluate(Classes.PLANTED).getFailureReport().getDetails());
    assertThat(report).contains(PLANTED.get(name));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void leaveTheInnocentAlone(String name, ArchRule rule) {
    Set<String> innocent = new TreeSet<>(Set.of("ImplicitName", "OverridingGetter", "VersionSet"));
    String report =
        String.join("\n", rule.evaluate(Classes.PLANTED).getFailureReport().getDetails());
    assertThat(report).as(name).doesNotContain(innocent);
  }

  @Test
  void moduleThatRequiresTooMuch() {
    ModuleDescriptor memtable =
        ModuleDescriptor.newModule("io.kodiak.memtable")
            .requires("io.kodiak.api")
            .requires("io.kodiak.engine")
            .build();
    assertThat(ModuleRules.requiresOnlyWhatTheArchitectureAllows(memtable))
        .containsExactly("io.kodiak.memtable requires io.kodiak.engine");
  }

  @Test
  void moduleThatForcesItsAnnotationsOnOthers() {
    ModuleDescriptor api =
        ModuleDescriptor.newModule("io.kodiak.api")
            .requires(
                Set.of(Requires.Modifier.STATIC, Requires.Modifier.TRANSITIVE), "org.jspecify")
            .build();
    assertThat(ModuleRules.requiresJSpecifyStatically(api))
        .containsExactly("io.kodiak.api requires org.jspecify not just statically");
  }

  @Test
  void moduleThatRequiresPlugin() {
    ModuleDescriptor cli =
        ModuleDescriptor.newModule("io.kodiak.cli").requires("io.kodiak.format.parquet").build();
    assertThat(ModuleRules.requiresNoPlugin(cli))
        .containsExactly("io.kodiak.cli requires the plug-in io.kodiak.format.parquet");
  }

  @Test
  void pluginThatDoesMoreThanProvide() {
    ModuleDescriptor plugin =
        ModuleDescriptor.newModule("io.kodiak.compaction")
            .exports("io.kodiak.compaction.leveled")
            .opens("io.kodiak.compaction.tiered")
            .uses("io.kodiak.api.MemtableProvider")
            .provides("java.nio.file.spi.FileSystemProvider", List.of("io.kodiak.compaction.a.B"))
            .build();
    assertThat(ModuleRules.pluginOnlyProvides(plugin))
        .containsExactlyInAnyOrder(
            "io.kodiak.compaction exports io.kodiak.compaction.leveled",
            "io.kodiak.compaction opens io.kodiak.compaction.tiered",
            "io.kodiak.compaction uses io.kodiak.api.MemtableProvider",
            "io.kodiak.compaction provides java.nio.file.spi.FileSystemProvider");
  }

  @Test
  void moduleThatProvidesWithoutBeingPlugin() {
    ModuleDescriptor engine =
        ModuleDescriptor.newModule("io.kodiak.engine")
            .provides("io.kodiak.api.MemtableProvider", List.of("io.kodiak.engine.a.B"))
            .build();
    assertThat(ModuleRules.onlyPluginsProvide(engine))
        .containsExactly("io.kodiak.engine provides io.kodiak.api.MemtableProvider");
  }

  @Test
  void moduleThatIsOpen() {
    assertThat(
            ModuleRules.opensNothingToEveryone(
                ModuleDescriptor.newOpenModule("io.kodiak.cli").build()))
        .containsExactly("io.kodiak.cli is open as a whole");
    assertThat(
            ModuleRules.opensNothingToEveryone(
                ModuleDescriptor.newModule("io.kodiak.cli").opens("io.kodiak.cli").build()))
        .containsExactly("io.kodiak.cli opens io.kodiak.cli to everyone");
    assertThat(
            ModuleRules.opensNothingToEveryone(
                ModuleDescriptor.newModule("io.kodiak.cli")
                    .opens("io.kodiak.cli", Set.of("info.picocli"))
                    .build()))
        .isEmpty();
  }

  @Test
  void serviceThatIsDeclaredOnce() {
    String service = "io.kodiak.api.MemtableProvider";
    ModuleDescriptor module =
        ModuleDescriptor.newModule("io.kodiak.memtable")
            .provides(service, List.of("io.kodiak.memtable.a.A"))
            .build();
    assertThat(ModuleRules.declaresServicesTwice(module, Map.of())).hasSize(1);
    assertThat(
            ModuleRules.declaresServicesTwice(
                module, Map.of(service, Set.of("io.kodiak.memtable.a.A"))))
        .isEmpty();
    assertThat(
            ModuleRules.declaresServicesTwice(
                module,
                Map.of(service, Set.of("io.kodiak.memtable.a.A", "io.kodiak.memtable.b.B"))))
        .hasSize(1);
  }
}
