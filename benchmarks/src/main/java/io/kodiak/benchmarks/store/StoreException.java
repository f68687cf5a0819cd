package io.kodiak.benchmarks.store;

/** An engine under test failed. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Wraps what the engine threw. */
  public StoreException(Throwable cause) {
    super(cause);
  }
}
