package planted.kodiak.engine.manifest;

/** What only the version set may make. */
public final class Version {
  Version next() {
    return this;
  }
}
