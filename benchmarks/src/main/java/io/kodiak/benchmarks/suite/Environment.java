package io.kodiak.benchmarks.suite;

import io.kodiak.benchmarks.base.Host;
import io.kodiak.benchmarks.store.Engines;
import io.kodiak.benchmarks.store.StoreOptions;
import io.kodiak.benchmarks.workload.Dataset;
import io.kodiak.benchmarks.workload.Sizing;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Says under which conditions figures were measured. */
final class Environment {
  private Environment() {}

  static void describe(
      PrintStream out, List<String> engines, Sizing sizing, int rounds, List<String> jvmFlags) {
    line(
        out,
        "%d rounds, %,d entries of %d + %d bytes (%.0f MB), seed %d",
        rounds,
        sizing.entries(),
        Dataset.KEY_BYTES,
        Dataset.VALUE_BYTES,
        new Dataset(sizing.entries(), sizing.seed()).bytes() / 1e6,
        sizing.seed());
    line(out, "%s", Host.describe());
    for (String engine : engines) {
      String outside =
          engine.equals(Engines.ROCKSDB)
              ? mebibytes(sizing.engineBytes()) + " outside the heap: "
              : "of it ";
      line(
          out,
          "%s: java %s; %s%s block cache, %d memtables of %s",
          engine,
          String.join(" ", EngineProcess.memoryFlags(engine, sizing)),
          outside,
          mebibytes(sizing.cacheBytes()),
          StoreOptions.WRITE_BUFFERS,
          mebibytes(Sizing.WRITE_BUFFER_BYTES));
    }
    if (!jvmFlags.isEmpty()) {
      line(out, "more flags: %s", String.join(" ", jvmFlags));
    }
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }

  private static void line(PrintStream out, String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
