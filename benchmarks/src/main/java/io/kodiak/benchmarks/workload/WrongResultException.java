package io.kodiak.benchmarks.workload;

/** An engine under test returned what it should not have; no figure of the run counts. */
public final class WrongResultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was expected and what came. */
  public WrongResultException(String message) {
    super(message);
  }
}
