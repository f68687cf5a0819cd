package io.kodiak.columnar;

import java.io.IOException;
import java.io.Serial;

/** The operating system could not read a file: not a fault of its bytes. */
final class ReadFailure extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  ReadFailure(String file, IOException cause) {
    super(file + ": " + cause.getMessage(), cause);
  }
}
