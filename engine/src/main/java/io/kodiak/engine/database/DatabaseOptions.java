package io.kodiak.engine.database;

import io.kodiak.api.SSTableFormat;
import io.kodiak.engine.storage.Storage;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a database is composed.
 *
 * @param storage the files; closed with the database
 * @param sync when writes are forced
 * @param syncInterval how often, for {@link SyncMode#INTERVAL}
 * @param walSegmentBytes the size of one segment of the log
 * @param walMaxBytes a log longer than this makes the tables flush that hold its oldest entries
 * @param cacheBytes the most heap that cached blocks take
 * @param compactionThreads how many threads compact: that many compactions run at once, or parts of
 *     large ones
 * @param compactionRate how many bytes all compactions together read and write in a second; 0: as
 *     many as they can
 * @param policyInterval how often policies are asked what to compact while nothing changes; more
 *     than 0
 * @param tables the options of a table, by its name
 * @param formats every format that files may be read with, by name
 * @param clock tells the time
 */
public record DatabaseOptions(
    Storage storage,
    SyncMode sync,
    Duration syncInterval,
    long walSegmentBytes,
    long walMaxBytes,
    long cacheBytes,
    int compactionThreads,
    long compactionRate,
    Duration policyInterval,
    Function<String, TableOptions> tables,
    Map<String, SSTableFormat> formats,
    Clock clock) {

  /** Copies the map. */
  public DatabaseOptions {
    formats = Map.copyOf(formats);
    if (compactionThreads < 1) {
      throw new IllegalArgumentException("at least one compaction thread is needed");
    }
    if (compactionRate < 0) {
      throw new IllegalArgumentException("a compaction rate of " + compactionRate + " bytes");
    }
    if (policyInterval.isNegative() || policyInterval.isZero()) {
      throw new IllegalArgumentException("a policy interval of " + policyInterval);
    }
  }

  /** Begins with the defaults; storage and tables have none. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the options of a database. */
  public static final class Builder {
    private @Nullable Storage storage;
    private SyncMode sync = SyncMode.ALWAYS;
    private Duration syncInterval = Duration.ofMillis(100);
    private long walSegmentBytes = 64L << 20;
    private long walMaxBytes = 1L << 30;
    private long cacheBytes = 256L << 20;
    private int compactionThreads = 1;
    private long compactionRate;
    private Duration policyInterval = Duration.ofSeconds(5);
    private @Nullable Function<String, TableOptions> tables;
    private Map<String, SSTableFormat> formats = Map.of();
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    /** The files; closed with the database. */
    public Builder storage(Storage files) {
      storage = files;
      return this;
    }

    /** When writes are forced; the interval counts for {@link SyncMode#INTERVAL} only. */
    public Builder sync(SyncMode mode, Duration interval) {
      sync = mode;
      syncInterval = interval;
      return this;
    }

    /** The size of one segment of the log, and of the whole log before old tables flush. */
    public Builder wal(long segmentBytes, long maxBytes) {
      walSegmentBytes = segmentBytes;
      walMaxBytes = maxBytes;
      return this;
    }

    /** The most heap that cached blocks take. */
    public Builder cacheBytes(long bytes) {
      cacheBytes = bytes;
      return this;
    }

    /** How many threads compact: that many compactions run at once, or parts of large ones. */
    public Builder compactionThreads(int threads) {
      compactionThreads = threads;
      return this;
    }

    /**
     * How many bytes all compactions together read and write in a second; 0: as many as they can.
     * Flushes are not limited.
     */
    public Builder compactionRate(long bytesPerSecond) {
      compactionRate = bytesPerSecond;
      return this;
    }

    /** How often policies are asked what to compact while nothing changes: every 5 s. */
    public Builder policyInterval(Duration interval) {
      policyInterval = interval;
      return this;
    }

    /** The options of a table, by its name. */
    public Builder tables(Function<String, TableOptions> options) {
      tables = options;
      return this;
    }

    /** Every format that files may be read with, by name. */
    public Builder formats(Map<String, SSTableFormat> byName) {
      formats = byName;
      return this;
    }

    /** Tells the time. */
    public Builder clock(Clock source) {
      clock = source;
      return this;
    }

    /** The options. */
    public DatabaseOptions build() {
      return new DatabaseOptions(
          Objects.requireNonNull(storage, "storage"),
          sync,
          syncInterval,
          walSegmentBytes,
          walMaxBytes,
          cacheBytes,
          compactionThreads,
          compactionRate,
          policyInterval,
          Objects.requireNonNull(tables, "tables"),
          formats,
          clock);
    }
  }
}
