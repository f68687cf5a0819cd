package io.kodiak.benchmarks.micro;

import io.kodiak.api.Memtable;
import io.kodiak.benchmarks.memtable.Entries;
import io.kodiak.benchmarks.memtable.KeyShape;
import io.kodiak.benchmarks.memtable.Subjects;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The memtable that is measured, and the entries that it is to hold. */
@State(Scope.Benchmark)
public class MemtableEntries {
  private static final long SEED = 42;

  /** The plug-in, or a reference. */
  @Param("b-skiplist")
  public String memtable = "";

  /** How many it holds in the end. */
  @Param({"10000", "100000", "1000000"})
  public int entries;

  /** What keys look like. */
  @Param({"random", "sequential", "url"})
  public String keys = "";

  private Entries list = new Entries(KeyShape.RANDOM, 1, SEED);

  /** Makes the entries. */
  @Setup
  public void make() {
    list = new Entries(KeyShape.of(keys), entries, SEED);
  }

  Entries list() {
    return list;
  }

  Memtable empty() {
    return Subjects.empty(memtable, list);
  }

  Memtable full() {
    Memtable table = empty();
    list.put(table, 0, entries);
    return table;
  }
}
