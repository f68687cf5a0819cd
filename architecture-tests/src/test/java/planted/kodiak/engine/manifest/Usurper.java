package planted.kodiak.engine.manifest;

/** Who may not change the tree. */
public final class Usurper {
  Version version(Version before) {
    return before.next();
  }

  Tree tree(Tree before) {
    return before.replaced();
  }

  void log(ManifestLog log) {
    log.append();
  }
}
