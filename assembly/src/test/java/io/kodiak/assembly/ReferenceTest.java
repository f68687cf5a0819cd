package io.kodiak.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is documented is what is read: same keys, same defaults, nothing without a comment. */
class ReferenceTest {
  private final Problems problems = new Problems();

  private Section read(Config overlay) {
    Layers layers =
        Layers.load(
            null,
            overlay,
            name -> null,
            folder -> Plugins.find(true, folder, List.of(), problems),
            problems);
    EngineReader.Composition composition = layers.reader(problems).read();
    problems.throwIfAny();
    assertThat(composition).isNotNull();
    return composition.root();
  }

  private static Map<String, Setting> settings(String path, Section section) {
    Map<String, Setting> all = new TreeMap<>();
    section.asked().forEach((key, setting) -> all.put(path + key, setting));
    section.sections().forEach((key, below) -> all.putAll(settings(path + key + ".", below)));
    return all;
  }

  /** The settings that a section makes, by path. */
  static Map<String, ConfigValue> values(String path, ConfigObject object) {
    Map<String, ConfigValue> all = new TreeMap<>();
    object.forEach(
        (key, value) -> {
          boolean leaf = !(value instanceof ConfigObject below) || below.isEmpty();
          if (leaf) {
            all.put(path + key, value);
          } else {
            all.putAll(values(path + key + ".", (ConfigObject) value));
          }
        });
    return all;
  }

  private static void assertDocumented(
      Map<String, ConfigValue> documented, Map<String, Setting> read) {
    assertThat(new TreeSet<>(documented.keySet())).isEqualTo(new TreeSet<>(read.keySet()));
    documented.forEach(
        (key, value) -> {
          assertThat(value.origin().comments()).as("the comment of %s", key).isNotEmpty();
          Setting setting = read.get(key);
          assertThat(Literals.value(value))
              .as("the documented default of %s", key)
              .isEqualTo(setting.defaultValue());
        });
  }

  @Test
  void everySettingOfTheLibraryIsDocumented() {
    Section root = read(ConfigFactory.empty());
    Map<String, ConfigValue> documented =
        values("", (ConfigObject) Reference.defaults().root().get("kodiak"));
    assertThat(documented.remove("tables")).isNotNull();
    Map<String, Setting> read = settings("", root);
    for (PluginKind kind : PluginKind.values()) {
      Plugins.find(true, null, List.of(), problems)
          .of(kind)
          .keySet()
          .forEach(
              name ->
                  read.keySet()
                      .removeIf(key -> key.contains("." + kind.section() + "." + name + ".")));
    }
    assertDocumented(documented, read);
  }

  @Test
  void everySettingOfThePluginsIsDocumented() {
    List<String> found = new ArrayList<>();
    for (PluginKind kind : PluginKind.values()) {
      for (Plugin plugin : Plugins.find(true, null, List.of(), problems).of(kind).values()) {
        found.add(plugin.name());
        Section section = new Section("", plugin.defaults(), problems);
        assertThat(plugin.provider().create(section)).isNotNull();
        assertDocumented(values("", plugin.defaults()), settings("", section));
      }
    }
    assertThat(found).contains("skiplist", "parquet", "leveled", "tiered", "unified");
  }

  @Test
  void everyProfileIsRight() {
    for (String profile : Reference.PROFILES) {
      Config overlay = ConfigFactory.parseString("kodiak.profile = " + profile);
      assertThat(settings("", read(overlay)).get("profile").value()).isEqualTo(profile);
    }
  }
}
