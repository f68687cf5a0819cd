package io.kodiak.format.feather;

import java.io.Serial;

/**
 * Says that bytes cannot be what this format wrote. It never leaves the package: whoever knows file
 * and offset turns it into a {@link io.kodiak.api.CorruptionException}.
 */
final class MalformedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  MalformedException(String message) {
    super(message);
  }

  static void require(boolean holds, String problem) {
    if (!holds) {
      throw new MalformedException(problem);
    }
  }

  /**
   * The same for a buffer of a batch. Its message is put together only when it is needed, as this
   * runs a dozen times for each block.
   */
  static void require(boolean holds, int buffer, String problem) {
    if (!holds) {
      throw new MalformedException("buffer " + buffer + " " + problem);
    }
  }
}
