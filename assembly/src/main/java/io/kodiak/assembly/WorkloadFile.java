package io.kodiak.assembly;

import io.kodiak.engine.database.KodiakException;
import io.kodiak.engine.database.TableOptions;
import io.kodiak.engine.simulation.Environment;
import io.kodiak.engine.simulation.Workload;
import java.nio.file.Path;

/**
 * A workload for {@link EffectiveConfiguration#simulate}, with what is taken for granted of the
 * data and of the machine.
 *
 * @param workload what users write
 * @param compression the bytes that a byte of keys and values takes in a file
 * @param entryOverhead what an entry takes in a file and its sidecar beside key and value, in bytes
 * @param memtableOverhead what an entry takes in a memtable beside key and value, in bytes
 * @param writeRate how fast users would write, in bytes of keys and values a second
 * @param flushRate how fast a memtable is written to a file, in bytes of the file a second
 * @param compactionRate how fast one thread compacts, in bytes of the inputs a second
 */
public record WorkloadFile(
    Workload workload,
    double compression,
    long entryOverhead,
    long memtableOverhead,
    long writeRate,
    long flushRate,
    long compactionRate) {

  /**
   * Reads a HOCON file whose section {@code workload} describes one; all keys are in
   * docs/compaction.md.
   *
   * @throws KodiakException CONFIGURATION, with every problem of the file, each with its line
   */
  public static WorkloadFile read(Path file) {
    Problems problems = new Problems("workload");
    Section section = Layers.only(file, WorkloadReader.ROOT, System::getenv, problems);
    problems.throwIfAny();
    WorkloadFile read = new WorkloadReader(section, file.toAbsolutePath().getParent()).read();
    problems.throwIfAny();
    return read;
  }

  /** About how often memtables would be flushed. */
  double flushes(Environment environment) {
    double entries = (double) workload.writes() * memtableOverhead;
    return (workload.bytes() + entries) / environment.memtableBytes();
  }

  /** What a table runs on. */
  Environment environment(TableOptions table, int threads, long compactionLimit) {
    double entryBytes = workload.bytes() / workload.writes() + memtableOverhead;
    double memtable = Math.min((double) table.flushBytes(), table.flushEntries() * entryBytes);
    return new Environment(
        Math.round(memtable),
        (double) memtableOverhead,
        (double) entryOverhead,
        compression,
        threads,
        (double) writeRate,
        (double) flushRate,
        (double) compactionRate,
        compactionLimit == 0 ? Double.POSITIVE_INFINITY : (double) compactionLimit,
        table.slowdownRuns(),
        table.stopRuns(),
        table.immutableMemtables());
  }
}
