package io.kodiak.engine.database;

import java.io.IOException;

/** A piece of work on files that is done while something is held. */
@FunctionalInterface
interface Step<T> {
  /** Does it. */
  T run() throws IOException;
}
