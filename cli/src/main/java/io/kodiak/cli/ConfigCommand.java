package io.kodiak.cli;

import io.kodiak.assembly.EffectiveConfiguration;
import io.kodiak.assembly.FailedPlugin;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Looks at the configuration. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "show|check",
    description = "Look at the configuration, without opening the database.",
    subcommands = {ConfigCommand.Show.class, ConfigCommand.Check.class})
final class ConfigCommand implements Runnable {
  @ParentCommand private KodiakCommand kodiak;

  @Override
  public void run() {
    throw kodiak.usage("config needs a command: show or check");
  }

  /** Shows what is in effect. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = {
        "Print every setting in effect and where it comes from.",
        "The output is a configuration that means the same."
      })
  static final class Show implements Callable<Integer> {
    @ParentCommand private ConfigCommand config;

    @Option(names = "--json", description = "Print a JSON object a setting, with its origin.")
    private boolean json;

    @Override
    public Integer call() {
      EffectiveConfiguration effective = config.kodiak.engine().check();
      Output out = config.kodiak.shell().out();
      if (!json) {
        out.text(effective.toHocon());
        return ExitCode.OK;
      }
      for (EffectiveConfiguration.EffectiveSetting setting : effective.settings()) {
        out.jsonLine(
            generator -> {
              generator.writeStartObject();
              generator.writeStringField("path", setting.path());
              generator.writeStringField("value", setting.value());
              generator.writeStringField("origin", setting.origin());
              generator.writeEndObject();
            });
      }
      return ExitCode.OK;
    }
  }

  /** Says whether it is right. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Report everything that is wrong. Exit code 2 when something is.")
  static final class Check implements Callable<Integer> {
    @ParentCommand private ConfigCommand config;

    @Override
    public Integer call() {
      EffectiveConfiguration effective = config.kodiak.engine().check();
      Shell shell = config.kodiak.shell();
      for (FailedPlugin failed : effective.failedPlugins()) {
        shell.err().println("kodiak: plug-in not loaded: " + failed + " from " + failed.location());
      }
      Path file = config.kodiak.configurationFile();
      shell.out().line((file == null ? "the defaults" : file) + ": ok");
      return ExitCode.OK;
    }
  }
}
