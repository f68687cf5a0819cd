package io.kodiak.benchmarks.micro;

import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import io.kodiak.engine.wal.WalOptions;
import io.kodiak.engine.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One record appended to the write-ahead log, and one appended and forced to the device. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class WalBenchmark {
  /** Bytes of a record. */
  @Param({"150", "4096"})
  public int recordBytes;

  private byte[] record;
  private Path directory;
  private WriteAheadLog log;
  private long sequence;

  /** Opens a log below the directory of the system property {@code kodiak.bench.directory}. */
  @Setup
  public void open() throws IOException {
    record = new byte[recordBytes];
    new Random(1).nextBytes(record);
    Path parent = Path.of(System.getProperty("kodiak.bench.directory", "."));
    directory = Files.createTempDirectory(parent, "log-");
    LocalStorage storage = new LocalStorage(directory, ReadMode.MAPPED);
    storage.createDirectory("wal");
    log = WriteAheadLog.open(storage, WalOptions.DEFAULT, 1, (s, f, p, o, l) -> {});
  }

  /** Closes and deletes the log. */
  @TearDown
  public void close() throws IOException {
    log.close();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  /** Appends; segments are written over when they are full, as after a flush. */
  @Benchmark
  public long append() throws IOException {
    sequence++;
    log.append(sequence, sequence, record, 0, recordBytes);
    if ((sequence & 0xffff) == 0) {
      log.deleteBefore(log.firstSegmentAfter(sequence - 1));
    }
    return sequence;
  }

  /** Appends and forces. */
  @Benchmark
  public long appendAndForce() throws IOException {
    long appended = append();
    log.force();
    return appended;
  }
}
