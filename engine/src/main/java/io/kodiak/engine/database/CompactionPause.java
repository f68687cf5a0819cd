package io.kodiak.engine.database;

import io.kodiak.engine.database.KodiakException.Kind;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether compaction is paused: a wish of the user that outlives the process. */
final class CompactionPause {
  private static final Logger LOG = LoggerFactory.getLogger(CompactionPause.class);
  private static final long RUNS = -1;

  private final Storage storage;
  private final Clock clock;
  private volatile long since;

  private CompactionPause(Storage storage, Clock clock, long since) {
    this.storage = storage;
    this.clock = clock;
    this.since = since;
  }

  /** As an earlier process left it. */
  static CompactionPause open(Storage storage, Clock clock) throws IOException {
    CompactionPause pause = new CompactionPause(storage, clock, PauseFile.since(storage));
    if (pause.isPaused()) {
      LOG.warn("{}, until it is resumed: runs pile up meanwhile", pause);
    }
    return pause;
  }

  boolean isPaused() {
    return since != RUNS;
  }

  /** Since when, in milliseconds since 1970 UTC; 0 when that is not known, or nothing is paused. */
  long sinceMillis() {
    return Math.max(0, since);
  }

  /**
   * Pauses, durably.
   *
   * @return false when it was paused already
   */
  synchronized boolean pause() throws IOException {
    if (isPaused()) {
      return false;
    }
    long now = clock.millis();
    PauseFile.write(storage, now);
    since = now;
    return true;
  }

  /**
   * Ends the pause, durably. When that fails, it stays paused, and this may be tried again.
   *
   * @return false when it was not paused
   */
  synchronized boolean resume() throws IOException {
    if (!isPaused()) {
      return false;
    }
    PauseFile.remove(storage);
    since = RUNS;
    return true;
  }

  /** Throws while it is paused, as whoever waits for a compaction would wait for ever. */
  void checkRuns() {
    if (isPaused()) {
      throw new KodiakException(
          Kind.CONFLICT,
          this + ": resume it first (kodiak compaction resume, Database.resumeCompaction)");
    }
  }

  @Override
  public String toString() {
    long at = since;
    if (at == RUNS) {
      return "compaction runs";
    }
    return "compaction is paused"
        + (at == PauseFile.UNKNOWN ? "" : " since " + Instant.ofEpochMilli(at));
  }
}
