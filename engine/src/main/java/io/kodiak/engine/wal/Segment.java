package io.kodiak.engine.wal;

import io.kodiak.engine.storage.LogFile;

/** A segment of the log that is being written, or was and is not forced yet. */
final class Segment {
  private static final long OPEN = -1;

  private final long number;
  private final LogFile file;
  private final long base;
  private volatile long end = OPEN;
  private long forced;

  Segment(long number, LogFile file, long base) {
    this.number = number;
    this.file = file;
    this.base = base;
  }

  long number() {
    return number;
  }

  LogFile file() {
    return file;
  }

  /** The position in the log at which the segment begins. */
  long base() {
    return base;
  }

  /** Whether nothing more will be written. */
  boolean sealed() {
    return end != OPEN;
  }

  /** Where the records of a sealed segment end. */
  long end() {
    return end;
  }

  void seal(long at) {
    end = at;
  }

  /** Up to where it is forced; guarded by the lock for forcing. */
  long forced() {
    return forced;
  }

  void forced(long upTo) {
    forced = upTo;
  }
}
