package io.kodiak.engine.simulation;

import io.kodiak.api.SSTableMeta;

/**
 * An SSTable of which nothing is known but what it is expected to hold. Immutable.
 *
 * @param meta what a policy sees of it
 * @param content what it holds
 */
record SimulatedTable(SSTableMeta meta, Part content) {
  double from() {
    return content.from();
  }

  double to() {
    return content.to();
  }

  double[] present() {
    return content.present();
  }

  double deleted() {
    return content.deleted();
  }

  double fresh() {
    return content.fresh();
  }

  /** Whether the table has keys between two places. */
  boolean meets(double begin, double end) {
    return from() < end && to() > begin;
  }

  /** The share of the table's range that lies between two places. */
  double shareWithin(double begin, double end) {
    return Math.max(0, Math.min(to(), end) - Math.max(from(), begin)) / (to() - from());
  }
}
