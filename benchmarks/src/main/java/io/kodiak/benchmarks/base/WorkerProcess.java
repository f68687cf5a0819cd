package io.kodiak.benchmarks.base;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own, with a directory of its own, that works only while it is asked to: reads
 * requests from its standard input, a line each, and answers with lines of which the last is
 * {@value #DONE}.
 */
public final class WorkerProcess implements AutoCloseable {
  /** The line after the results of a request. */
  public static final String DONE = "done";

  /** Without them a sample is put down to the nearest call instead of the line that ran. */
  public static final List<String> PROFILE_FLAGS =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints");

  private final String name;
  private final Path directory;
  private final Process process;
  private final BufferedReader results;
  private final BufferedWriter requests;

  private WorkerProcess(String name, Path directory, Process process) {
    this.name = name;
    this.directory = directory;
    this.process = process;
    this.results = process.inputReader();
    this.requests = process.outputWriter();
  }

  /**
   * Starts a process.
   *
   * @param name what is measured in it: its first argument
   * @param parent where its directory, its second argument, is made
   * @param flags further flags of the JVM
   * @param arguments the further arguments
   */
  public static WorkerProcess start(
      String name, Path parent, List<String> flags, Class<?> main, List<String> arguments)
      throws IOException {
    Path directory = Files.createTempDirectory(parent, name + "-");
    List<String> command = new ArrayList<>();
    command.add(Host.java());
    command.addAll(Host.FLAGS);
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.add(name);
    command.add(directory.toString());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new WorkerProcess(name, directory, process);
  }

  /** What is measured in it. */
  public String name() {
    return name;
  }

  /** Has something done and returns the lines of the answer. */
  public List<String> ask(String request) throws IOException {
    requests.write(request);
    requests.newLine();
    requests.flush();
    List<String> lines = new ArrayList<>();
    for (String line = results.readLine(); ; line = results.readLine()) {
      if (line == null) {
        throw new IOException(
            "the process of " + name + " ended while it ran " + request + "; see above");
      }
      if (line.equals(DONE)) {
        return lines;
      }
      lines.add(line);
    }
  }

  /** Ends the process and deletes its files. */
  @Override
  public void close() throws IOException {
    try {
      requests.close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IOException("the process of " + name + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "the process of " + name + " ended with status " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
      Directories.delete(directory);
    }
  }
}
