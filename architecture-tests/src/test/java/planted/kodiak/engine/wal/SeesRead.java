package planted.kodiak.engine.wal;

import planted.kodiak.engine.read.Lookup;

/** The log may not see what stands to its right. */
public final class SeesRead {
  Lookup lookup;
}
