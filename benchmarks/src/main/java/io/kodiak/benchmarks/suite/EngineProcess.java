package io.kodiak.benchmarks.suite;

import io.kodiak.benchmarks.base.WorkerProcess;
import io.kodiak.benchmarks.store.Engines;
import io.kodiak.benchmarks.workload.Sizing;
import io.kodiak.benchmarks.workload.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the JVM of one engine in one round. */
final class EngineProcess {
  private EngineProcess() {}

  static WorkerProcess start(
      String engine, Path parent, Sizing sizing, List<String> jvmFlags, boolean profile)
      throws IOException {
    List<String> flags = new ArrayList<>(memoryFlags(engine, sizing));
    if (profile) {
      flags.addAll(WorkerProcess.PROFILE_FLAGS);
    }
    flags.addAll(jvmFlags);
    List<String> arguments =
        List.of(
            Integer.toString(sizing.entries()),
            Integer.toString(sizing.warmupMillis()),
            Integer.toString(sizing.measureMillis()),
            Long.toString(sizing.seed()),
            Boolean.toString(profile));
    return WorkerProcess.start(engine, parent, flags, Worker.class, arguments);
  }

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
}
