package io.kodiak.cli;

import io.kodiak.engine.database.Database;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What surrounds the command: streams, environment, working directory. */
final class Shell {
  private final InputStream in;
  private final Output out;
  private final PrintStream err;
  private final UnaryOperator<@Nullable String> environment;
  private final UnaryOperator<@Nullable String> properties;
  private final boolean ownsProcess;
  private final AtomicBoolean interrupted = new AtomicBoolean();

  private Shell(
      InputStream in,
      OutputStream out,
      OutputStream err,
      UnaryOperator<@Nullable String> environment,
      UnaryOperator<@Nullable String> properties,
      boolean ownsProcess) {
    this.in = in;
    this.out = new Output(out);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.environment = environment;
    this.properties = properties;
    this.ownsProcess = ownsProcess;
  }

  /** That of a process of its own. */
  static Shell ofProcess(InputStream in, OutputStream out, OutputStream err) {
    return new Shell(in, out, err, System::getenv, System::getProperty, true);
  }

  /** One that is made up, for a process that does other things as well. */
  static Shell of(
      InputStream in,
      OutputStream out,
      OutputStream err,
      UnaryOperator<@Nullable String> environment,
      UnaryOperator<@Nullable String> properties) {
    return new Shell(in, out, err, environment, properties, false);
  }

  InputStream in() {
    return in;
  }

  Output out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  /** Where this distribution lies; {@code null} when it is not known. */
  @Nullable Path home() {
    String home = properties.apply("kodiak.home");
    String chosen = home == null ? environment.apply("KODIAK_HOME") : home;
    return chosen == null || chosen.isEmpty() ? null : Path.of(chosen);
  }

  /** Whether stack traces are wanted. */
  boolean isDebugging() {
    return "1".equals(environment.apply("KODIAK_DEBUG"));
  }

  /** Whether a person sees standard output, so that it may be decorated. */
  boolean outIsTerminal() {
    return isTerminal("kodiak.stdout");
  }

  /** Whether a person sees standard error, so that a line of it may be written over. */
  boolean errIsTerminal() {
    return isTerminal("kodiak.stderr");
  }

  /** Whether output to a terminal may be coloured; see no-color.org. */
  boolean isColoured() {
    String noColor = environment.apply("NO_COLOR");
    return outIsTerminal() && (noColor == null || noColor.isEmpty());
  }

  /**
   * The launcher knows; Java can only tell of all streams together, and that not in every version.
   */
  private boolean isTerminal(String property) {
    return "terminal".equals(properties.apply(property));
  }

  /** Has the database closed when the process is asked to end, by Ctrl-C say. */
  void opened(Database database) {
    if (ownsProcess) {
      Thread hook =
          new Thread(
              () -> {
                interrupted.set(true);
                database.close();
              },
              "kodiak-shutdown");
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  /** Whether the process was asked to end. */
  boolean isInterrupted() {
    return interrupted.get();
  }
}
