package io.kodiak.engine.simulation;

/** What tables are expected to hold between two places. Immutable. */
final class Part {
  private final double from;
  private final double to;
  private final double[] present;
  private final double deleted;
  private final double fresh;

  /**
   * Keeps the array.
   *
   * @param from where it begins, as a share of the range of all keys: 0 to 1
   * @param to where it ends, exclusive
   * @param present for each class the share of its keys from {@code from} to {@code to} that there
   *     is an entry of
   * @param deleted the share of the entries that are tombstones
   * @param fresh entries of keys that nothing else has, as rising keys are
   */
  Part(double from, double to, double[] present, double deleted, double fresh) {
    this.from = from;
    this.to = to;
    this.present = present;
    this.deleted = deleted;
    this.fresh = fresh;
  }

  double from() {
    return from;
  }

  double to() {
    return to;
  }

  double width() {
    return to - from;
  }

  /** What lies between two places of it. */
  Part between(double begin, double end) {
    double share = (end - begin) / (to - from);
    return new Part(begin, end, present, deleted, fresh * share);
  }

  /** Not to be written. */
  double[] present() {
    return present;
  }

  double deleted() {
    return deleted;
  }

  double fresh() {
    return fresh;
  }
}
