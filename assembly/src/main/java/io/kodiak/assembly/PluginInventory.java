package io.kodiak.assembly;

import io.kodiak.assembly.InstalledPlugin.PluginSetting;
import java.util.ArrayList;
import java.util.List;

/**
 * The plug-ins that were found.
 *
 * @param installed those that can be chosen, by kind and name
 * @param failed those that cannot
 */
public record PluginInventory(List<InstalledPlugin> installed, List<FailedPlugin> failed) {
  /** Copies the lists. */
  public PluginInventory {
    installed = List.copyOf(installed);
    failed = List.copyOf(failed);
  }

  /** Creates the plug-in once, to see which settings it asks for. */
  static InstalledPlugin describe(Plugin plugin) {
    Section section = new Section("", plugin.defaults(), new Problems());
    plugin.provider().create(section);
    List<PluginSetting> settings = new ArrayList<>();
    collect("", section, settings);
    return new InstalledPlugin(
        plugin.kind(),
        plugin.name(),
        plugin.module(),
        plugin.provider().getClass().getName(),
        plugin.location(),
        settings);
  }

  private static void collect(String path, Section section, List<PluginSetting> settings) {
    for (Setting setting : section.asked().values()) {
      settings.add(new PluginSetting(path + setting.key(), setting.kind(), setting.value()));
    }
    section.sections().forEach((key, below) -> collect(path + key + ".", below, settings));
  }
}
