package planted.kodiak.memtable;

import planted.kodiak.engine.database.Facade;

/** A memtable may see nothing of the engine. */
public final class SeesEngine {
  Facade facade;
}
