package io.kodiak.cli;

import io.kodiak.engine.database.KodiakException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns whatever went wrong into one readable message and an exit code. */
final class Failures implements IExecutionExceptionHandler {
  private final Shell shell;

  Failures(Shell shell) {
    this.shell = shell;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof OutputClosed) {
      return ExitCode.OK;
    }
    if (failure instanceof ParameterException usage) {
      return usage(usage, new String[0]);
    }
    flush();
    if (shell.isInterrupted()) {
      shell.err().println("kodiak: interrupted");
      return ExitCode.DATA;
    }
    shell.err().println("kodiak: " + message(failure));
    if (shell.isDebugging()) {
      failure.printStackTrace(shell.err());
    }
    return code(failure);
  }

  /** Shows what was written before; a failure is no smaller when nobody reads that. */
  private void flush() {
    try {
      shell.out().flush();
    } catch (OutputClosed e) {
      if (shell.isDebugging()) {
        e.printStackTrace(shell.err());
      }
    }
  }

  private static int code(Exception failure) {
    if (failure instanceof NotFound) {
      return ExitCode.NOT_FOUND;
    }
    if (failure instanceof KodiakException e) {
      return e.kind() == KodiakException.Kind.CONFIGURATION ? ExitCode.USAGE : ExitCode.DATA;
    }
    return failure instanceof IllegalArgumentException ? ExitCode.USAGE : ExitCode.DATA;
  }

  /** The messages of the file system are often nothing but the name of the file. */
  static String message(Throwable failure) {
    if (failure instanceof UncheckedIOException unchecked) {
      return message(unchecked.getCause());
    }
    if (failure instanceof NoSuchFileException e) {
      return e.getFile() + ": there is no such file";
    }
    if (failure instanceof AccessDeniedException e) {
      return e.getFile() + ": permission denied";
    }
    if (failure instanceof FileAlreadyExistsException e) {
      return e.getFile() + ": it exists already";
    }
    boolean explained =
        failure instanceof KodiakException
            || failure instanceof NotFound
            || failure instanceof IOException
            || failure instanceof IllegalArgumentException;
    String text = failure.getMessage();
    return explained && text != null
        ? text
        : "unexpected failure: " + failure + "; KODIAK_DEBUG=1 shows where";
  }

  /**
   * Wrong options or arguments: the message, a suggestion when there is one, and how to get help.
   */
  static int usage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    command.getErr().println("kodiak: " + failure.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
    command
        .getErr()
        .println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for its usage.");
    command.getErr().flush();
    return ExitCode.USAGE;
  }
}
