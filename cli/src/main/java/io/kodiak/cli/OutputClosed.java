package io.kodiak.cli;

import java.io.IOException;
import java.io.Serial;

/**
 * Nobody reads the output any more, as in {@code kodiak scan | head}: there is nothing left to do.
 */
final class OutputClosed extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  OutputClosed(IOException cause) {
    super(cause);
  }
}
