package planted.kodiak.engine.manifest;

/** A tree that anyone could replace. */
public final class Tree {
  /** A replaced tree. */
  public Tree replaced() {
    return this;
  }
}
