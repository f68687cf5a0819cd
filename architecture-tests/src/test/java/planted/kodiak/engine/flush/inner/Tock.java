package planted.kodiak.engine.flush.inner;

import planted.kodiak.engine.flush.Tick;

/** The other half of a cycle of packages. */
public final class Tock {
  Tick tick;
}
