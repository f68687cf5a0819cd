package planted.kodiak.engine.flush;

import planted.kodiak.engine.flush.inner.Tock;

/** One half of a cycle of packages. */
public final class Tick {
  Tock tock;
}
