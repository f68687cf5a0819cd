package io.kodiak.columnar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kodiak.api.CorruptionException;
import java.io.IOException;
import java.util.HexFormat;

/** A kind of columnar file. */
public enum FileKind {
  /** Apache Parquet. */
  PARQUET("Parquet", "PAR1"),
  /** Apache ORC. */
  ORC("ORC", "ORC"),
  /** Arrow's IPC file format, known as Feather version 2. */
  ARROW_FILE("Arrow file", "ARROW1"),
  /** Arrow's IPC streaming format. */
  ARROW_STREAM("Arrow stream", "\u00ff\u00ff\u00ff\u00ff");

  private static final int LONGEST = 6;

  private final String title;
  private final String magic;

  FileKind(String title, String magic) {
    this.title = title;
    this.magic = magic;
  }

  /** What people call it: {@code Arrow stream}. */
  public String title() {
    return title;
  }

  /** The kind that the first bytes of a file tell. */
  static FileKind of(FileBytes file) throws IOException {
    byte[] begin = new byte[(int) Math.min(LONGEST, file.length())];
    file.read(0, begin, 0, begin.length);
    String text = new String(begin, ISO_8859_1);
    for (FileKind kind : values()) {
      if (text.startsWith(kind.magic)) {
        return kind;
      }
    }
    throw new CorruptionException(file.name(), 0, reason(begin));
  }

  private static String reason(byte[] begin) {
    if (begin.length == 0) {
      return "it is empty, so it is no Parquet, ORC or Arrow file";
    }
    String text = new String(begin, ISO_8859_1);
    if (text.startsWith("PARE")) {
      return "it is an encrypted Parquet file, which cannot be read without its keys";
    }
    if (text.startsWith("FEA1")) {
      return "it is a Feather file of version 1; write it anew in version 2, as an Arrow file";
    }
    return "it is no Parquet, ORC or Arrow file: it begins with the bytes "
        + HexFormat.ofDelimiter(" ").formatHex(begin);
  }
}
