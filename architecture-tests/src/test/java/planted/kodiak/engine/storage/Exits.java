package planted.kodiak.engine.storage;

/** The process belongs to the application. */
public final class Exits {
  void exit() {
    System.exit(1);
  }
}
