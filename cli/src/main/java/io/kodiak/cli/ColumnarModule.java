package io.kodiak.cli;

/** The module that reads and writes columnar files of any origin: large, and therefore optional. */
final class ColumnarModule {
  private static final String ENTRY = "io.kodiak.columnar.ColumnarFile";

  private ColumnarModule() {}

  /**
   * Checks that the module is there.
   *
   * @param what needs it, for the message
   * @throws IllegalArgumentException when it is not, saying how to add it
   */
  static void require(String what) {
    try {
      Class.forName(ENTRY, false, ColumnarModule.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          what
              + " needs the module io.kodiak.columnar, which is not here: add the artifact"
              + " io.kodiak:kodiak-columnar to the class path, or to the module path together with"
              + " --add-modules io.kodiak.columnar",
          e);
    }
  }
}
