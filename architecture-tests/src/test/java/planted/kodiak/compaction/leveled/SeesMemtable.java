package planted.kodiak.compaction.leveled;

import planted.kodiak.memtable.SeesEngine;

/** A policy may not see other plug-ins. */
public final class SeesMemtable {
  SeesEngine other;
}
