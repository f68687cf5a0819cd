package planted.kodiak.engine.database;

import planted.kodiak.memtable.SeesEngine;

/** The engine may not name a plug-in. */
public final class NamesPlugin {
  SeesEngine memtable;
}
