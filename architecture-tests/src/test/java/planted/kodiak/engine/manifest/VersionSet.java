package planted.kodiak.engine.manifest;

/** Who may make versions. */
public final class VersionSet {
  Version next(ManifestLog log) {
    log.append();
    return new Version().next();
  }
}
