package planted.kodiak.engine.manifest;

import java.nio.file.Path;

/** Below the facade there are no paths. */
public final class SeesPath {
  Path path;
}
