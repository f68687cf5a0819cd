package io.kodiak.engine.storage;

import java.io.IOException;
import java.io.Serial;

/** Says that someone else holds the lock of a database. */
public final class InUseException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  InUseException(String message) {
    super(message);
  }
}
