package io.kodiak.benchmarks.suite;

import io.kodiak.benchmarks.base.Directories;
import io.kodiak.benchmarks.base.Host;
import io.kodiak.benchmarks.store.Engines;
import io.kodiak.benchmarks.workload.Result;
import io.kodiak.benchmarks.workload.Sizing;
import io.kodiak.benchmarks.workload.Worker;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The JVM of one engine in one round. It works only while it is asked to. */
final class WorkerProcess implements AutoCloseable {
  private final String engine;
  private final Path directory;
  private final Process process;
  private final BufferedReader results;
  private final BufferedWriter requests;

  private WorkerProcess(String engine, Path directory, Process process) {
    this.engine = engine;
    this.directory = directory;
    this.process = process;
    this.results = process.inputReader();
    this.requests = process.outputWriter();
  }

  static WorkerProcess start(
      String engine, Path parent, Sizing sizing, List<String> jvmFlags, boolean profile)
      throws IOException {
    Path directory = Files.createTempDirectory(parent, engine + "-");
    List<String> command = new ArrayList<>();
    command.add(Host.java());
    command.addAll(memoryFlags(engine, sizing));
    command.addAll(Host.FLAGS);
    if (profile) {
      command.addAll(PROFILE_FLAGS);
    }
    command.addAll(jvmFlags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Worker.class.getName());
    command.add(engine);
    command.add(directory.toString());
    command.add(Integer.toString(sizing.entries()));
    command.add(Integer.toString(sizing.warmupMillis()));
    command.add(Integer.toString(sizing.measureMillis()));
    command.add(Long.toString(sizing.seed()));
    command.add(Boolean.toString(profile));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new WorkerProcess(engine, directory, process);
  }

  /** Without them a sample is put down to the nearest call instead of the line that ran. */
  private static final List<String> PROFILE_FLAGS =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints");

  /**
   * Equal memory: what RocksDB takes outside the heap for its cache and its memtables, Kodiak gets
   * as more heap.
   */
  static List<String> memoryFlags(String engine, Sizing sizing) {
    long heap = Sizing.HARNESS_BYTES;
    if (!engine.equals(Engines.ROCKSDB)) {
      heap += sizing.engineBytes();
    }
    long mebibytes = heap >> 20;
    return List.of("-Xms" + mebibytes + "m", "-Xmx" + mebibytes + "m");
  }

  String engine() {
    return engine;
  }

  /** Runs a workload and returns its results. */
  List<Result> run(String workload) throws IOException {
    requests.write(workload);
    requests.newLine();
    requests.flush();
    List<Result> list = new ArrayList<>();
    for (String line = results.readLine(); ; line = results.readLine()) {
      if (line == null) {
        throw new IOException(
            "the process of " + engine + " ended while it ran " + workload + "; see above");
      }
      if (line.equals(Worker.DONE)) {
        return list;
      }
      list.add(Result.parse(line));
    }
  }

  /** Ends the process and deletes its files. */
  @Override
  public void close() throws IOException {
    try {
      requests.close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IOException("the process of " + engine + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "the process of " + engine + " ended with status " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
      Directories.delete(directory);
    }
  }
}
