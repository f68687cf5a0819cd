package io.kodiak.api;

import java.io.IOException;
import java.io.Serial;

/** Says that bytes on disk are not what was written there. */
public final class CorruptionException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  /**
   * Reports damage.
   *
   * @param file the name of the file
   * @param offset where in the file, in bytes, the damage was seen; negative when that is unknown
   * @param detail what was expected and what was found
   */
  public CorruptionException(String file, long offset, String detail) {
    super(file + (offset >= 0 ? " at byte " + offset : "") + ": " + detail);
    this.file = file;
    this.offset = offset;
  }

  /** Reports damage that another exception revealed. */
  public CorruptionException(String file, long offset, String detail, Throwable cause) {
    this(file, offset, detail);
    initCause(cause);
  }

  /** The name of the damaged file. */
  public String file() {
    return file;
  }

  /** Where in the file, in bytes, the damage was seen; negative when that is unknown. */
  public long offset() {
    return offset;
  }
}
