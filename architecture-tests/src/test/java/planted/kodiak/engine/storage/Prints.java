package planted.kodiak.engine.storage;

/** A library has no console. */
public final class Prints {
  void print() {
    System.out.println("here");
  }
}
