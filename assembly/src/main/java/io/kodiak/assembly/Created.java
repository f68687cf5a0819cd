package io.kodiak.assembly;

import com.typesafe.config.ConfigObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The plug-ins of one kind that one section of a table creates: those that it names, and those that
 * it has settings for, as a wrong setting is a problem although nobody uses it.
 */
final class Created<T> {
  private final Plugins plugins;
  private final PluginKind kind;
  private final Section section;
  private final Class<T> type;
  private final Map<String, T> byName = new HashMap<>();
  private final Map<String, String> failed = new HashMap<>();

  Created(Plugins plugins, PluginKind kind, Section section, Class<T> type) {
    this.plugins = plugins;
    this.kind = kind;
    this.section = section;
    this.type = type;
    section.alsoKnown(plugins.of(kind).keySet());
    for (Plugin plugin : plugins.of(kind).values()) {
      if (section.isSet(plugin.name()) && create(plugin) == null) {
        section.problem(plugin.name(), failure(plugin));
      }
    }
  }

  /** The plug-in that a key names; {@code null} when there is none, which is noted. */
  @Nullable T choose(String key, String name) {
    Plugin plugin = plugins.of(kind).get(name);
    if (plugin == null) {
      String which = section.isList(key) ? " \"" + name + "\"" : "";
      section.problem(
          key,
          "no such "
              + kind.noun()
              + which
              + "."
              + Nearest.hint(name, plugins.of(kind).keySet())
              + "\n"
              + plugins.known(kind));
      return null;
    }
    section.use(name);
    T created = create(plugin);
    if (created == null && !section.isSet(name)) {
      section.problem(key, failure(plugin));
    }
    return created;
  }

  /**
   * The plug-in that a key names, made for this use alone, with settings of its own over those of
   * the section; {@code null} when that fails, which is noted.
   *
   * @param use what messages call the use
   */
  @Nullable T choose(String key, String name, String use, ConfigObject own) {
    if (choose(key, name) == null) {
      return null;
    }
    Plugin plugin = Objects.requireNonNull(plugins.of(kind).get(name), "chosen");
    ConfigObject below = section.object(name).withFallback(plugin.defaults()).toConfig().root();
    Section settings = LevelChoice.settings(section, use, own, below);
    try {
      T created = type.cast(plugin.provider().create(settings));
      settings.reportUnknown();
      if (created == null) {
        section.problem(key, "the plug-in " + name + " created nothing");
      }
      return created;
    } catch (RuntimeException | LinkageError e) {
      section.problem(key, "the plug-in " + name + " cannot be created: " + Plugins.reason(e));
      return null;
    }
  }

  private String failure(Plugin plugin) {
    return "the plug-in cannot be created: "
        + failed.get(plugin.name())
        + "\nprovider: "
        + plugin.provider().getClass().getName()
        + " in "
        + plugin.location();
  }

  /** Creates the rest; one that fails can be found among the plug-ins that failed to load. */
  void addOthers() {
    for (Plugin plugin : plugins.of(kind).values()) {
      if (create(plugin) == null) {
        plugins
            .failed()
            .add(
                new FailedPlugin(
                    kind,
                    plugin.provider().getClass().getName(),
                    plugin.location(),
                    failed.getOrDefault(plugin.name(), "")));
      }
    }
  }

  private @Nullable T create(Plugin plugin) {
    String name = plugin.name();
    if (byName.containsKey(name) || failed.containsKey(name)) {
      return byName.get(name);
    }
    try {
      section.optional(name);
      Section settings = section.section(name, name, plugin.defaults());
      T created = type.cast(plugin.provider().create(settings));
      if (created == null) {
        failed.put(name, "it created nothing");
      } else {
        byName.put(name, created);
      }
    } catch (RuntimeException | LinkageError e) {
      failed.put(name, Plugins.reason(e));
    }
    return byName.get(name);
  }

  /** All that were created. */
  Map<String, T> byName() {
    return byName;
  }
}
