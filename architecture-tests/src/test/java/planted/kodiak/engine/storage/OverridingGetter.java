package planted.kodiak.engine.storage;

/** An override cannot choose its name. */
public final class OverridingGetter extends Exception {
  private static final long serialVersionUID = 1;

  @Override
  public String getMessage() {
    return "";
  }
}
