package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.benchmarks.micro.Blocks;
import io.kodiak.benchmarks.workload.Dataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One entry merged out of runs whose keys take turns, or lie one run behind the other. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class MergeBenchmark {
  private static final int ENTRIES = 500_000;
  private static final int BLOCK_BYTES = 16 << 10;

  /** Zeros with which all keys begin, as their numbers are less than ten million. */
  private static final int SHARED_BYTES = 9;

  /** The number of runs. */
  @Param({"2", "4", "8"})
  public int runs;

  private List<List<Block>> turns;
  private List<List<Block>> stretches;

  /** Makes the runs. */
  @Setup
  public void make() {
    Dataset data = new Dataset(ENTRIES, 1);
    turns = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      turns.add(Blocks.of(data, run, runs, BLOCK_BYTES));
    }
    List<Block> all = Blocks.of(data, 0, 1, BLOCK_BYTES);
    stretches = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      stretches.add(all.subList(all.size() * run / runs, all.size() * (run + 1) / runs));
    }
  }

  /** No two entries in a row come from the same run: the worst case. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public long interleaved() throws IOException {
    return merge(turns);
  }

  /** All entries of a run lie together: the best case. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public long disjoint() throws IOException {
    return merge(stretches);
  }

  private static long merge(List<List<Block>> inputs) throws IOException {
    List<BlockStream> streams = new ArrayList<>();
    for (List<Block> input : inputs) {
      Iterator<Block> blocks = input.iterator();
      streams.add(() -> blocks.hasNext() ? blocks.next() : null);
    }
    Tally tally = new Tally();
    new BlockMerge(streams, SHARED_BYTES).run(tally);
    if (tally.rows != ENTRIES) {
      throw new IllegalStateException("a merge gave " + tally.rows + " entries");
    }
    return tally.rows;
  }

  private static final class Tally implements RowSink {
    private long rows;

    @Override
    public void rows(Block block, int from, int to) {
      rows += to - from;
    }
  }
}
