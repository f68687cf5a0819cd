package io.kodiak.cli;

import java.io.Serial;

/** A row that cannot be imported; the rows after it can. */
final class BadRow extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final long line;

  BadRow(long line, String reason) {
    super(reason);
    this.line = line;
  }

  /** The line where the row begins, from 1. */
  long line() {
    return line;
  }
}
