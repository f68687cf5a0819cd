package io.kodiak.api;

/** What an entry says of its key. */
public enum EntryKind {
  /** The key has this value, which may be empty. Code 0 on disk. */
  PUT(0),
  /** The key has no value: a tombstone. Code 1 on disk; its value has no bytes. */
  DELETE(1);

  private final byte code;

  EntryKind(int code) {
    this.code = (byte) code;
  }

  /** The number that stands for this kind in blocks and files. */
  public byte code() {
    return code;
  }

  /** Whether {@code code} stands for a kind. */
  public static boolean isCode(int code) {
    return code == 0 || code == 1;
  }

  /**
   * The kind that {@code code} stands for.
   *
   * @throws IllegalArgumentException when no kind has this code
   */
  public static EntryKind ofCode(int code) {
    return switch (code) {
      case 0 -> PUT;
      case 1 -> DELETE;
      default -> throw new IllegalArgumentException("no entry kind has the code " + code);
    };
  }
}
