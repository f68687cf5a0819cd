package planted.kodiak.engine.wal;

import planted.kodiak.engine.manifest.SeesPath;

/** The log and the manifest stand side by side and do not see each other. */
public final class SeesManifest {
  SeesPath manifest;
}
