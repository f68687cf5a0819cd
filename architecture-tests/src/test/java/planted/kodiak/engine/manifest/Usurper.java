package planted.kodiak.engine.manifest;

/** Who may not make versions. */
public final class Usurper {
  Version next() {
    return new Version();
  }
}
