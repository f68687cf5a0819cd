package io.kodiak.engine.database;

/**
 * When a write is forced to the device. In every mode an acknowledged write survives the end of the
 * process, however it ends; the modes differ in what survives the loss of power or of the operating
 * system.
 */
public enum SyncMode {
  /** Before it is acknowledged: every acknowledged write survives. */
  ALWAYS,
  /** At least once every interval: the last interval may be lost. */
  INTERVAL,
  /** When the operating system does it: the last half minute or so may be lost. */
  NEVER
}
