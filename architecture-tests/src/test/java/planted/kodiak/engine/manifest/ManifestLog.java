package planted.kodiak.engine.manifest;

/** What only the version set may write to. */
public final class ManifestLog {
  void append() {}
}
