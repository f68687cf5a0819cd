package io.kodiak.cli;

import java.io.Serial;

/** What the user asked for is not there. */
final class NotFound extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  NotFound(String message) {
    super(message);
  }
}
