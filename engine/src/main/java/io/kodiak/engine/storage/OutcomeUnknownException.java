package io.kodiak.engine.storage;

import java.io.IOException;
import java.io.Serial;

/**
 * Says that a force failed: whether what was written is durable is unknown, and stays so, as the
 * operating system may report such an error once and then forget what it concerned.
 *
 * <p>Nothing that depends on the outcome may be done: neither acknowledge the data, nor delete what
 * it replaces, nor what it refers to. Reopening the database finds out.
 */
public final class OutcomeUnknownException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** Reports the failure of a force, or that one has failed before. */
  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
