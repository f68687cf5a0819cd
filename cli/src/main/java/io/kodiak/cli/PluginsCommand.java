package io.kodiak.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kodiak.assembly.FailedPlugin;
import io.kodiak.assembly.InstalledPlugin;
import io.kodiak.assembly.InstalledPlugin.PluginSetting;
import io.kodiak.assembly.PluginInventory;
import io.kodiak.assembly.PluginKind;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the plug-ins. */
@Command(
    name = "plugins",
    mixinStandardHelpOptions = true,
    description =
        "List the plug-ins that a configuration can choose, with their settings and defaults.")
final class PluginsCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    PluginInventory inventory = kodiak.engine().plugins();
    Output out = kodiak.shell().out();
    if (json) {
      out.json(generator -> write(generator, inventory));
      return ExitCode.OK;
    }
    for (PluginKind kind : PluginKind.values()) {
      out.line(kind.noun());
      inventory.installed().stream()
          .filter(plugin -> plugin.kind() == kind)
          .forEach(plugin -> print(out, plugin));
    }
    if (!inventory.failed().isEmpty()) {
      out.line("not loaded");
      inventory
          .failed()
          .forEach(failed -> out.line("  " + failed + "\n      from " + failed.location()));
    }
    return ExitCode.OK;
  }

  private static void print(Output out, InstalledPlugin plugin) {
    out.line(String.format(Locale.ROOT, "  %-18s %s", plugin.name(), plugin.module()));
    for (PluginSetting setting : plugin.settings()) {
      String assignment = setting.key() + " = " + setting.defaultValue();
      out.line(String.format(Locale.ROOT, "      %-38s # %s", assignment, setting.kind()));
    }
  }

  private static void write(JsonGenerator json, PluginInventory inventory) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("installed");
    for (InstalledPlugin plugin : inventory.installed()) {
      json.writeStartObject();
      json.writeStringField("kind", plugin.kind().section());
      json.writeStringField("name", plugin.name());
      json.writeStringField("module", plugin.module());
      json.writeStringField("provider", plugin.provider());
      json.writeStringField("location", plugin.location());
      json.writeArrayFieldStart("settings");
      for (PluginSetting setting : plugin.settings()) {
        json.writeStartObject();
        json.writeStringField("key", setting.key());
        json.writeStringField("values", setting.kind());
        json.writeStringField("default", setting.defaultValue());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("failed");
    for (FailedPlugin failed : inventory.failed()) {
      json.writeStartObject();
      PluginKind kind = failed.kind();
      json.writeStringField("kind", kind == null ? null : kind.section());
      json.writeStringField("provider", failed.provider());
      json.writeStringField("location", failed.location());
      json.writeStringField("reason", failed.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
