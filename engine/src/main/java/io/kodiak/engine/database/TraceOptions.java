package io.kodiak.engine.database;

/**
 * How the writes of a table are recorded.
 *
 * @param maxBytes the most bytes of the file: {@value #MIN_BYTES} to {@value #MAX_BYTES}. The more,
 *     the more keys the sample has in the end
 */
public record TraceOptions(long maxBytes) {
  /** The smallest limit of a file. */
  public static final long MIN_BYTES = 1L << 20;

  /** The largest limit of a file. */
  public static final long MAX_BYTES = 1L << 30;

  /** At most 64 MiB. */
  public static final TraceOptions DEFAULT = new TraceOptions(64L << 20);

  /** Checks the bounds. */
  public TraceOptions {
    if (maxBytes < MIN_BYTES || maxBytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a trace has at most " + MIN_BYTES + " to " + MAX_BYTES + " bytes, not " + maxBytes);
    }
  }
}
