package planted.kodiak.engine.manifest;

/** What only a version may replace. */
public final class Tree {
  Tree replaced() {
    return this;
  }
}
