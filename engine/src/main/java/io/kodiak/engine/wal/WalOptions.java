package io.kodiak.engine.wal;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How the write-ahead log is kept.
 *
 * @param segmentBytes the size of a segment; a record that does not fit gets a segment of its own
 * @param initialBytes the size of the first segment after opening, so that a short-lived database
 *     does not allocate much
 * @param spares how many segments that are no longer needed are kept to be written over
 * @param background runs what prepares segments ahead; null: a daemon thread of the log's own
 */
public record WalOptions(
    long segmentBytes, long initialBytes, int spares, @Nullable Executor background) {
  /** The smallest segment, in bytes. */
  public static final long MIN_SEGMENT_BYTES = 4 << 10;

  /** The largest segment, in bytes: 1 GiB. */
  public static final long MAX_SEGMENT_BYTES = 1 << 30;

  /** Segments of 64 MiB, the first of 1 MiB; two spares. */
  public static final WalOptions DEFAULT = new WalOptions(64 << 20, 1 << 20, 2, null);

  /** Checks the ranges. */
  public WalOptions {
    if (segmentBytes < MIN_SEGMENT_BYTES || segmentBytes > MAX_SEGMENT_BYTES) {
      throw new IllegalArgumentException(
          "WAL segments of "
              + segmentBytes
              + " bytes: must be from "
              + MIN_SEGMENT_BYTES
              + " to "
              + MAX_SEGMENT_BYTES);
    }
    initialBytes = Math.max(MIN_SEGMENT_BYTES, Math.min(initialBytes, segmentBytes));
    if (spares < 0) {
      throw new IllegalArgumentException(spares + " spare WAL segments: less than 0");
    }
  }

  /** These options with segments of another size. */
  public WalOptions withSegmentBytes(long bytes) {
    return new WalOptions(bytes, initialBytes, spares, background);
  }
}
