package io.kodiak.engine.simulation;

/**
 * Keys that are all written equally often.
 *
 * @param keys how many there are, 1 or more
 * @param share the share of all writes that go to them, more than 0, at most 1
 */
public record KeyClass(double keys, double share) {
  /**
   * So many keys that hardly one is written twice: how keys that are all new, and lie anywhere
   * among the others, are expressed.
   */
  public static final double ENDLESS = 1e13;

  /** Checks the bounds. */
  public KeyClass {
    if (!(keys >= 1 && keys <= ENDLESS && share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a class of " + keys + " keys with a share of " + share);
    }
  }

  /** Whether its keys are all new. */
  public boolean isEndless() {
    return keys == ENDLESS;
  }
}
