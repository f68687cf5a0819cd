package io.kodiak.engine.database;

/** How an open database fares. */
public enum DatabaseState {
  /** Everything works. */
  HEALTHY,
  /** Background work fails for now, such as for want of space; it is tried again. Reads go on. */
  STALLED,
  /** Writes are refused until the database is opened again. Reads go on. */
  READ_ONLY,
  /** The engine itself failed; every operation is refused. */
  FAILED,
  /** The database was closed. */
  CLOSED
}
