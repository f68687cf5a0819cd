package io.kodiak.columnar;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A part of a file takes more memory than may be used for it. */
final class TooLarge extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  TooLarge(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
