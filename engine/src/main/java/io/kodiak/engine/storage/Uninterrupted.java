package io.kodiak.engine.storage;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Runs an operation on a channel of its own to its end, even when the thread is interrupted.
 *
 * <p>An interrupt closes the channel that a thread is in. So the operation opens its channel
 * itself, and is run anew, on a new channel, when that happened; the interrupt is pending
 * afterwards.
 */
final class Uninterrupted {
  /** Opens a channel, uses it, closes it; can be repeated. */
  interface Operation<T> {
    T run() throws IOException;
  }

  private Uninterrupted() {}

  static <T> T run(Operation<T> operation) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return operation.run();
        } catch (ClosedByInterruptException e) {
          interrupted = true;
          Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
