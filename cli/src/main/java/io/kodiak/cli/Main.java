package io.kodiak.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

/** The entry point of the {@code kodiak} command. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process. */
  public static void main(String[] args) {
    Shell shell =
        Shell.ofProcess(
            System.in,
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err));
    int code = run(shell, args);
    if (!shell.isInterrupted()) { // otherwise the process is ending already
      System.exit(code);
    }
  }

  /** Runs one command. */
  static int run(Shell shell, String... args) {
    StringWriter help = new StringWriter();
    StringWriter errors = new StringWriter();
    KodiakCommand kodiak = new KodiakCommand(shell);
    CommandLine command =
        new CommandLine(kodiak)
            .setOut(new PrintWriter(help))
            .setErr(new PrintWriter(errors))
            .setColorScheme(
                CommandLine.Help.defaultColorScheme(shell.isColoured() ? Ansi.ON : Ansi.OFF))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionStrategy(parsed -> execute(kodiak, parsed))
            .setExecutionExceptionHandler(new Failures(shell))
            .setParameterExceptionHandler(Failures::usage);
    int code;
    try {
      code = command.execute(args);
      shell.out().text(help.toString()).flush();
    } catch (OutputClosed e) {
      code = ExitCode.OK;
    }
    shell.err().print(errors);
    shell.err().flush();
    return code;
  }

  /** Checks what no command can check for itself, and runs the last one. */
  private static int execute(KodiakCommand kodiak, ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    kodiak.checkConfigurations(last.commandSpec().userObject());
    return new CommandLine.RunLast().execute(parsed);
  }
}
