package planted.kodiak.engine.storage;

/** An accessor is called by its name. */
public final class Getter {
  int getSize() {
    return 0;
  }
}
