package io.kodiak.engine.trace;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the writes that a trace records, and fills frames with them. For one thread at a time.
 *
 * <p>At first every key is in the sample. Each time that another {@value #PHASES}th of the file is
 * full, half of the keys leave it, by their hash, so that those that stay have been in it from the
 * begin. As each part of the file covers twice the writes of the part before, its size limits the
 * number of records and hardly that of the writes: 2 to the power of {@value #PHASES} times what
 * the first part has. A reader goes by the smallest sample of the stretch that it looks at.
 */
public final class TraceSample {
  private static final int PHASES = 24;

  /** Takes full frames. */
  public interface Frames {
    /**
     * Takes a frame, to be written, for another one, whatever that holds.
     *
     * @return {@code null} when there is no other; the frame is then not taken
     */
    @Nullable TraceFrame exchange(TraceFrame sealed);
  }

  private final long maxBytes;
  private final long secret;
  private final LongSupplier clock;
  private final Frames frames;
  private final KeyEdges edges = new KeyEdges();
  private TraceFrame frame = new TraceFrame();
  private int halvings;
  private long outside;
  private long bytes = TraceFormat.HEADER_BYTES;
  private long writes;
  private long recorded;
  private long lost;
  private boolean full;

  /**
   * @param maxBytes the most bytes of the file, several times {@link TraceFrame#MAX_BYTES}
   * @param secret what the hashes depend on
   * @param clock the time in milliseconds since 1970 UTC
   */
  public TraceSample(long maxBytes, long secret, LongSupplier clock, Frames frames) {
    this.maxBytes = maxBytes;
    this.secret = secret;
    this.clock = clock;
    this.frames = frames;
    frame.reset(0, 0);
  }

  /** Counts a write, and records it when its key is in the sample. Nothing once it is full. */
  public void write(byte[] array, int offset, int length, int valueLength, boolean delete) {
    if (full) {
      return;
    }
    long hash = SampleHash.of(secret, array, offset, length);
    boolean sampled = (hash & outside) == 0;
    if (sampled && !frame.hasRoom() && cut()) {
      if (full) {
        return;
      }
      sampled = (hash & outside) == 0;
    }
    if (frame.isEmpty()) {
      frame.begin(clock.getAsLong());
    }
    frame.count(length, valueLength, delete);
    writes++;
    if (!sampled) {
      return;
    }
    KeyPosition position = edges.add(array, offset, length);
    if (frame.hasRoom()) {
      frame.add(hash, position, delete);
      recorded++;
    } else {
      frame.lose();
      lost++;
    }
  }

  /**
   * Ends the frame, if there is anything in it, and begins another.
   *
   * @return whether there was something, and somewhere to put it
   */
  public boolean cut() {
    if (frame.isEmpty() || full) {
      return false;
    }
    TraceFrame whole = frame;
    whole.seal(clock.getAsLong());
    int size = whole.size();
    TraceFrame next = frames.exchange(whole);
    if (next == null) {
      return false;
    }
    bytes += size;
    full = bytes + TraceFrame.MAX_BYTES > maxBytes;
    halvings = (int) Math.min(PHASES - 1, bytes / (maxBytes / PHASES));
    outside = ~(-1L >>> halvings);
    edges.settle();
    next.reset(halvings, writes);
    frame = next;
    return true;
  }

  /** Whether the file has its size, and nothing more is recorded. */
  public boolean isFull() {
    return full;
  }

  /** The share of the keys that are in the sample, 0 to 1. */
  public double share() {
    return Math.scalb(1.0, -halvings);
  }

  /** The bytes of the file, up to the last frame that was ended. */
  public long bytes() {
    return bytes;
  }

  /** How many writes there were. */
  public long writes() {
    return writes;
  }

  /** How many of them were recorded. */
  public long recorded() {
    return recorded;
  }

  /** How many ought to have been recorded, but there was no frame for them. */
  public long lost() {
    return lost;
  }
}
