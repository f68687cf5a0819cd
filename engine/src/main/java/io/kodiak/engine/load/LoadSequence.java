package io.kodiak.engine.load;

import java.io.IOException;

/** The sequence of the rows of a load, reserved when the first of them is written to an SSTable. */
final class LoadSequence {
  private final LoadHost host;
  private long sequence;

  LoadSequence(LoadHost host) {
    this.host = host;
  }

  /**
   * The sequence, reserved by the first call.
   *
   * @param brief whether all rows will be written within seconds
   */
  long get(boolean brief) throws IOException {
    if (sequence == 0) {
      sequence = host.reserve(brief);
    }
    return sequence;
  }
}
