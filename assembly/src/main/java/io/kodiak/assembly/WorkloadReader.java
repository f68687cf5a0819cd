package io.kodiak.assembly;

import com.typesafe.config.ConfigValue;
import io.kodiak.api.Limits;
import io.kodiak.engine.simulation.TraceSummary;
import io.kodiak.engine.simulation.Workload;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the section {@code workload} into one; what is wrong is noted. */
final class WorkloadReader {
  static final String ROOT = "workload";

  private static final String KEYS = "keys";
  private static final String WRITES = "writes";
  private static final String BYTES = "bytes";
  private static final String THETA = "theta";
  private static final String DELETES = "deletes";
  private static final String TRACE = "trace";
  private static final String SEED = "seed";
  private static final String WRITE_RATE = "write-rate";

  /** What a trace says of the keys and values. */
  private static final List<String> RECORDED =
      List.of("distribution", KEYS, THETA, "key-size", "value-size", DELETES);

  private static final long MOST = 1_000_000_000_000L;
  private static final long MOST_BYTES = 1L << 60;
  private static final long LEAST_RATE = 64 << 10;
  private static final long MOST_RATE = 1L << 50;
  private static final long WRITE_RATE_BY_DEFAULT = 16L << 20;
  private static final double THETA_BY_DEFAULT = 0.99;

  /** In the place of one that a problem keeps from being read. */
  private static final Workload NONE =
      new Workload(1, 1, 1, 0, 0, Workload.Distribution.UNIFORM, THETA_BY_DEFAULT, 1);

  private final Section section;
  private final Path folder;

  /**
   * @param folder where relative paths begin
   */
  WorkloadReader(Section section, Path folder) {
    this.section = section;
    this.folder = folder;
  }

  /** What the section says; of no use when a problem was noted. */
  WorkloadFile read() {
    String trace = section.optionalText(TRACE);
    WorkloadFile read = trace == null ? file(described(), WRITE_RATE_BY_DEFAULT) : recorded(trace);
    section.reportUnknown();
    return read;
  }

  private WorkloadFile file(Workload workload, long writeRate) {
    return new WorkloadFile(
        workload,
        section.decimal("compression", 1, 0.01, 2),
        section.bytes("entry-overhead", 4, 0, 1 << 10),
        section.bytes("memtable-overhead", 23, 0, 1 << 10),
        readRate(WRITE_RATE, writeRate),
        readRate("flush-rate", 128L << 20),
        readRate("compaction-rate", 64L << 20));
  }

  private WorkloadFile recorded(String name) {
    section.alsoKnown(Set.copyOf(RECORDED));
    for (String key : RECORDED) {
      if (section.isSet(key)) {
        section.problem(key, "the trace says this; leave out this key, or trace");
      }
    }
    section.alsoKnown(Set.of(WRITES, BYTES, SEED));
    TraceSummary trace = readTrace(name);
    if (trace == null) {
      return file(NONE, WRITE_RATE_BY_DEFAULT);
    }
    double perWrite = (trace.keyBytes() + trace.valueBytes()) / (double) trace.writes();
    boolean amount = section.isSet(WRITES) || section.isSet(BYTES);
    long writes = amount ? readWrites(perWrite) : trace.writes();
    long rate = Math.round(Math.max(LEAST_RATE, Math.min(MOST_RATE, trace.meanRate())));
    return file(Workload.of(trace, writes, readSeed()), rate);
  }

  private @Nullable TraceSummary readTrace(String name) {
    try {
      return TraceSummary.read(folder.resolve(name));
    } catch (NoSuchFileException e) {
      section.problem(TRACE, "there is no file " + e.getFile());
    } catch (IOException | InvalidPathException e) {
      section.problem(TRACE, "cannot be read: " + e.getMessage());
    }
    return null;
  }

  private long readSeed() {
    return section.number(SEED, 1, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private Workload described() {
    Workload.Distribution distribution = readDistribution();
    boolean fresh =
        distribution == Workload.Distribution.SEQUENTIAL
            || distribution == Workload.Distribution.TIME_SERIES;
    long keys = readKeys(distribution, fresh);
    double theta = readTheta(distribution);
    int keyBytes = (int) section.bytes("key-size", 16, 1, Limits.MAX_KEY_BYTES);
    int valueBytes = (int) section.bytes("value-size", 100, 0, Limits.MAX_VALUE_BYTES);
    double deletes = readDeletes(distribution, fresh);
    long writes = readWrites(keyBytes + (1 - deletes) * valueBytes);
    return new Workload(
        (double) keys, writes, keyBytes, valueBytes, deletes, distribution, theta, readSeed());
  }

  private Workload.Distribution readDistribution() {
    List<String> words =
        Stream.of(Workload.Distribution.values())
            .filter(each -> each != Workload.Distribution.RECORDED)
            .map(WorkloadReader::word)
            .toList();
    String word = section.choice("distribution", words.get(0), words);
    return Workload.Distribution.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String word(Workload.Distribution distribution) {
    return distribution.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private long readKeys(Workload.Distribution distribution, boolean fresh) {
    long keys = count(KEYS);
    if (fresh) {
      refuse(KEYS, distribution, "every write has a key of its own");
    } else if (!section.isSet(KEYS)) {
      section.problem(KEYS, "how many different keys there are has to be said");
    }
    return keys;
  }

  private double readTheta(Workload.Distribution distribution) {
    double theta = section.decimal(THETA, THETA_BY_DEFAULT, 0.01, 10);
    if (distribution != Workload.Distribution.ZIPFIAN) {
      refuse(THETA, distribution, "no key is written more often than others");
    } else if (theta == 1) {
      section.problem(THETA, "expected anything but 1 itself, such as 0.99 or 1.01");
    }
    return theta == 1 ? THETA_BY_DEFAULT : theta;
  }

  private double readDeletes(Workload.Distribution distribution, boolean fresh) {
    double deletes = section.decimal(DELETES, 0, 0, 0.99);
    if (fresh && deletes > 0) {
      refuse(DELETES, distribution, "no write meets a key that was written before");
    }
    return deletes;
  }

  private void refuse(String key, Workload.Distribution distribution, String because) {
    if (section.isSet(key)) {
      section.problem(key, "with distribution = " + word(distribution) + ", " + because);
    }
  }

  private long readWrites(double bytesPerWrite) {
    long writes = count(WRITES);
    long bytes = section.bytes(BYTES, 1, 1, MOST_BYTES);
    if (section.isSet(WRITES) && section.isSet(BYTES)) {
      section.problem(BYTES, "writes is set as well; leave out one of them");
    } else if (section.isSet(BYTES)) {
      return Math.max(1, Math.round(bytes / bytesPerWrite));
    } else if (!section.isSet(WRITES)) {
      section.problem(WRITES, "how much is written has to be said, by writes or by bytes");
    }
    return writes;
  }

  private long readRate(String key, long byDefault) {
    return section.bytes(key, byDefault, LEAST_RATE, MOST_RATE);
  }

  /** A whole number that may be written as {@code 5e9}, too. */
  private long count(String key) {
    String kind = Literals.range("a whole number", "1", "1e12");
    return section.read(key, 1L, kind, String::valueOf, value -> count(key, kind, value));
  }

  private @Nullable Long count(String key, String kind, ConfigValue value) {
    try {
      long count = new BigDecimal(Literals.bare(value)).longValueExact();
      if (count >= 1 && count <= MOST) {
        return count;
      }
      section.problem(key, "out of bounds; expected " + kind);
    } catch (NumberFormatException | ArithmeticException e) {
      section.problem(key, "expected " + kind);
    }
    return null;
  }
}
