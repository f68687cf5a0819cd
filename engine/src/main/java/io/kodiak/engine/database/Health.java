package io.kodiak.engine.database;

import io.kodiak.engine.database.KodiakException.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the database fares, and what is refused because of it.
 *
 * <p>A state only gets worse, except that {@link DatabaseState#STALLED} ends when the work that
 * failed succeeds. The first failure of a state is kept: it is what callers get to see.
 */
final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  private record Condition(DatabaseState state, String what, @Nullable Throwable cause) {}

  private static final Condition HEALTHY = new Condition(DatabaseState.HEALTHY, "", null);

  private volatile Condition condition = HEALTHY;

  DatabaseState state() {
    return condition.state();
  }

  boolean isClosed() {
    return condition.state() == DatabaseState.CLOSED;
  }

  /** Whether background work may go on. */
  boolean mayWork() {
    return condition.state().compareTo(DatabaseState.STALLED) <= 0;
  }

  /** Makes the state at least as bad as {@code state}. */
  synchronized void latch(DatabaseState state, String what, @Nullable Throwable cause) {
    if (state.compareTo(condition.state()) <= 0) {
      return;
    }
    // First of all: what comes then may fail, too, where the stack or the memory is at its end.
    condition = new Condition(state, what, cause);
    if (state != DatabaseState.CLOSED) {
      LOG.error("{}: the database is now {}", what, state, cause);
    }
  }

  /** Makes the state closed and returns the one before. */
  synchronized DatabaseState close() {
    DatabaseState before = condition.state();
    condition = new Condition(DatabaseState.CLOSED, "", null);
    return before;
  }

  /** Ends a stall, if that is the state. */
  synchronized void recover() {
    if (condition.state() == DatabaseState.STALLED) {
      LOG.info("background work succeeds again: the database is HEALTHY");
      condition = HEALTHY;
    }
  }

  /** Throws unless reads are allowed. */
  void checkReadable() {
    Condition now = condition;
    if (now.state().compareTo(DatabaseState.FAILED) >= 0) {
      throw refusal(now);
    }
  }

  /** Throws unless writes are allowed. */
  void checkWritable() {
    Condition now = condition;
    if (now.state() != DatabaseState.HEALTHY) {
      throw refusal(now);
    }
  }

  private static KodiakException refusal(Condition now) {
    Throwable cause = now.cause();
    return switch (now.state()) {
      case CLOSED -> new KodiakException(Kind.CLOSED, "the database is closed");
      case STALLED ->
          new KodiakException(
              kind(cause),
              "writes are refused until background work succeeds again: " + now.what(),
              cause);
      case READ_ONLY ->
          new KodiakException(
              kind(cause),
              "the database is read-only until it is opened again: " + now.what(),
              cause);
      default ->
          new KodiakException(
              kind(cause), "the engine failed; open the database again: " + now.what(), cause);
    };
  }

  private static Kind kind(@Nullable Throwable cause) {
    return cause == null ? Kind.IO : Errors.kind(cause);
  }
}
