package io.kodiak.assembly;

import io.kodiak.api.Provider;
import io.kodiak.api.SpiVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The plug-ins that were found: those that can be chosen, and those that cannot and why. */
final class Plugins {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  private final Map<PluginKind, TreeMap<String, Plugin>> byName = new EnumMap<>(PluginKind.class);
  private final List<FailedPlugin> failed = new ArrayList<>();

  private Plugins() {
    for (PluginKind kind : PluginKind.values()) {
      byName.put(kind, new TreeMap<>());
    }
  }

  /**
   * Finds all of them: beside this library, in the folder, and those given in code.
   *
   * @param services whether to look beside this library
   * @param folder where each jar or sub-folder is a plug-in; {@code null}: none
   */
  static Plugins find(
      boolean services, @Nullable Path folder, List<Provider<?>> given, Problems problems) {
    Plugins plugins = new Plugins();
    List<PluginSource> sources = new ArrayList<>();
    if (services) {
      sources.add(PluginSource.beside(Plugins.class));
    }
    if (folder != null) {
      sources.addAll(PluginFolder.sources(folder, plugins.failed, problems));
    }
    for (PluginKind kind : PluginKind.values()) {
      for (PluginSource source : sources) {
        source.providers(kind, plugins.failed).forEach(found -> plugins.add(kind, found, problems));
      }
      given.stream()
          .filter(kind.service()::isInstance)
          .forEach(provider -> plugins.add(kind, provider, problems));
    }
    return plugins;
  }

  private void add(PluginKind kind, Provider<?> provider, Problems problems) {
    Class<?> type = provider.getClass();
    try {
      Plugin plugin = check(kind, provider);
      Plugin twin = byName.get(kind).putIfAbsent(plugin.name(), plugin);
      if (twin != null) {
        problems.add(
            new Place("plug-ins", 0),
            "two plug-ins are the "
                + kind.noun()
                + " \""
                + plugin.name()
                + "\"; remove one of\n"
                + description(twin)
                + "\n"
                + description(plugin));
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      failed.add(new FailedPlugin(kind, type.getName(), PluginOrigin.location(type), reason(e)));
    }
  }

  private static String description(Plugin plugin) {
    return plugin.provider().getClass().getName() + " in " + plugin.location();
  }

  /** What a failure says about itself, in one line. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof IOException)) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    String text = message == null ? "no message" : message.replaceAll("\\s*\\n\\s*", "; ");
    return cause instanceof PluginRefused ? text : cause.getClass().getSimpleName() + ": " + text;
  }

  private static Plugin check(PluginKind kind, Provider<?> provider) throws IOException {
    int version = provider.spiVersion();
    if (version != SpiVersion.CURRENT) {
      throw new PluginRefused("SPI " + version + "; this engine supports " + SpiVersion.CURRENT);
    }
    String name = provider.name();
    if (name == null || !NAME.matcher(name).matches()) {
      throw new PluginRefused(
          "its name \"" + name + "\" is not lower-case letters, digits and hyphens");
    }
    if (kind.ownKeys().contains(name)) {
      throw new PluginRefused(
          "its name \"" + name + "\" is a key of the section " + kind.section());
    }
    Class<?> type = provider.getClass();
    return new Plugin(
        kind,
        name,
        provider,
        PluginOrigin.module(type),
        PluginOrigin.location(type),
        PluginDefaults.read(type, kind, name));
  }

  /** All plug-ins of a kind, by name. */
  Map<String, Plugin> of(PluginKind kind) {
    return byName.get(kind);
  }

  /** All that cannot be used. */
  List<FailedPlugin> failed() {
    return failed;
  }

  /** All of them, for showing. */
  PluginInventory inventory() {
    List<InstalledPlugin> installed = new ArrayList<>();
    List<FailedPlugin> broken = new ArrayList<>(failed);
    for (Map<String, Plugin> plugins : byName.values()) {
      for (Plugin plugin : plugins.values()) {
        try {
          installed.add(PluginInventory.describe(plugin));
        } catch (RuntimeException | LinkageError e) {
          String provider = plugin.provider().getClass().getName();
          broken.add(new FailedPlugin(plugin.kind(), provider, plugin.location(), reason(e)));
        }
      }
    }
    return new PluginInventory(installed, broken);
  }

  /** Those of a kind that can be chosen and those that failed to load, in lines for a message. */
  String known(PluginKind kind) {
    Map<String, List<String>> byModule = new TreeMap<>();
    byName
        .get(kind)
        .values()
        .forEach(p -> byModule.computeIfAbsent(p.module(), m -> new ArrayList<>()).add(p.name()));
    String known =
        byModule.entrySet().stream()
            .map(entry -> String.join(", ", entry.getValue()) + " (" + entry.getKey() + ")")
            .collect(Collectors.joining(", "));
    String failures =
        failed.stream()
            .filter(failure -> failure.kind() == null || failure.kind() == kind)
            .map(failure -> "\nfailed to load: " + failure)
            .collect(Collectors.joining());
    return "known: " + (known.isEmpty() ? "(none)" : known) + failures;
  }
}
