package io.kodiak.assembly;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says of the files of one level: the name of a format, or a section with
 * that name at {@code format} and what else the level has of its own.
 *
 * @param format the name of the format
 * @param own the section; empty when there is just the name
 */
record LevelChoice(String format, ConfigObject own) {
  static final String FORMAT = "format";
  static final String EXAMPLE = "[parquet] or [{ format = parquet, block-size = 4 KiB }]";

  /** A choice without settings of its own. */
  static LevelChoice of(String format) {
    return new LevelChoice(format, ConfigValueFactory.fromMap(Map.of()));
  }

  /** What a value says; {@code null} when it says nothing of the kind. */
  static @Nullable LevelChoice of(ConfigValue value) {
    if (value instanceof ConfigObject object) {
      ConfigValue name = object.get(FORMAT);
      return name != null && name.valueType() == ConfigValueType.STRING
          ? new LevelChoice((String) name.unwrapped(), object)
          : null;
    }
    return value.valueType() == ConfigValueType.STRING ? of((String) value.unwrapped()) : null;
  }

  /** What a list says, item by item; {@code null} when an item says nothing, or there is none. */
  static @Nullable List<LevelChoice> all(ConfigValue value) {
    if (!(value instanceof ConfigList list) || list.isEmpty()) {
      return null;
    }
    List<LevelChoice> choices = new ArrayList<>();
    for (ConfigValue item : list) {
      LevelChoice choice = of(item);
      if (choice == null) {
        return null;
      }
      choices.add(choice);
    }
    return choices;
  }

  /**
   * The settings of a format on a level: its own over those of the format's section. What the level
   * sets holds for it as the last one, too.
   */
  static Section settings(Section section, String name, ConfigObject own, ConfigObject below) {
    ConfigObject all = own;
    List<String> forLast = new ArrayList<>();
    for (Map.Entry<String, ConfigValue> setting : own.entrySet()) {
      String last = "last-level-" + setting.getKey();
      if (!own.containsKey(last)) {
        all = all.withValue(last, setting.getValue());
        forLast.add(last);
      }
    }
    Section settings = section.within(name, all.withFallback(below).toConfig().root());
    settings.alsoKnown(below.keySet());
    settings.alsoKnown(Set.copyOf(forLast));
    return settings;
  }
}
