package planted.kodiak.engine.manifest;

/** Who may make versions. */
public final class VersionSet {
  Version next() {
    return new Version();
  }
}
