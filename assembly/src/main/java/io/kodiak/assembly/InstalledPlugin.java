package io.kodiak.assembly;

import java.util.List;

/**
 * A plug-in that a configuration can choose.
 *
 * @param kind what it is for
 * @param name the name to choose it by
 * @param module the module that supplies it; its jar when that has no module
 * @param provider its provider class
 * @param location the jar or folder that it came from
 * @param settings its settings, in the order in which it reads them
 */
public record InstalledPlugin(
    PluginKind kind,
    String name,
    String module,
    String provider,
    String location,
    List<PluginSetting> settings) {
  /** Copies the list. */
  public InstalledPlugin {
    settings = List.copyOf(settings);
  }

  /**
   * A setting of a plug-in.
   *
   * @param key its key in the plug-in's section; in a section of its own, with the path to it
   * @param kind what values there are, in words
   * @param defaultValue the value when nothing is set, written as a configuration has it
   */
  public record PluginSetting(String key, String kind, String defaultValue) {}
}
