package planted.kodiak.engine.storage;

/** A static that changes. */
public final class Registry {
  static int opened;

  private Registry() {}
}
