package io.kodiak.engine.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.storage.FileNames;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What the descriptor of a pin says. It is text, a line a fact, and ends with the CRC32C of the
 * lines before in hexadecimal:
 *
 * <pre>
 * kodiak pin 1
 * id 1764096067123
 * table users
 * created 1764096067123
 * expiry 1764099667123
 * one-row-per-key true
 * file 000031.parquet 2 1200 0 345678 parquet
 * crc32c 0badcafe
 * </pre>
 *
 * <p>Of a file: its name, level, entries, tombstones, bytes and format. Times are milliseconds
 * since 1970 UTC.
 */
record PinRecord(
    long id,
    String table,
    long createdMillis,
    long expiryMillis,
    boolean oneRowPerKey,
    List<PinnedData> files) {
  /** More bytes than this are no descriptor. */
  static final int MAX_BYTES = 64 << 20;

  private static final String BEGIN = "kodiak pin 1\n";
  private static final String SEAL = "crc32c ";

  /**
   * A data file.
   *
   * @param name its name within the directory of the table: {@code 000031.parquet}
   */
  record PinnedData(
      String name, int level, long entries, long tombstones, long bytes, String format) {}

  PinRecord {
    files = List.copyOf(files);
  }

  byte[] encode() {
    StringBuilder text = new StringBuilder(BEGIN);
    text.append("id ").append(id).append('\n');
    text.append("table ").append(table).append('\n');
    text.append("created ").append(createdMillis).append('\n');
    text.append("expiry ").append(expiryMillis).append('\n');
    text.append("one-row-per-key ").append(oneRowPerKey).append('\n');
    for (PinnedData file : files) {
      text.append("file ").append(file.name).append(' ').append(file.level).append(' ');
      text.append(file.entries).append(' ').append(file.tombstones).append(' ');
      text.append(file.bytes).append(' ').append(file.format).append('\n');
    }
    return text.append(seal(text.toString())).toString().getBytes(UTF_8);
  }

  private static String seal(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(UTF_8));
    return "%s%08x\n".formatted(SEAL, (int) crc.getValue());
  }

  /**
   * Reads a descriptor.
   *
   * @param name of the file, for messages
   * @throws CorruptionException when it is not whole
   */
  static PinRecord decode(String name, byte[] bytes) throws CorruptionException {
    String text = new String(bytes, UTF_8);
    int end = text.lastIndexOf(SEAL);
    if (!text.startsWith(BEGIN) || end < 0) {
      throw new CorruptionException(name, 0, "is not the descriptor of a pin");
    }
    String content = text.substring(0, end);
    if (!text.substring(end).equals(seal(content))) {
      throw new CorruptionException(name, end, "the checksum does not match");
    }
    try {
      return parse(content.substring(BEGIN.length()).split("\n", -1));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new CorruptionException(name, -1, "is not a descriptor: " + e.getMessage(), e);
    }
  }

  private static PinRecord parse(String[] lines) {
    List<PinnedData> files = new ArrayList<>();
    for (int i = 5; i < lines.length - 1; i++) {
      String[] parts = value(lines[i], "file").split(" ", 6);
      if (FileNames.sstableId(FileNames.tableDirectory("t") + "/" + parts[0]) < 0) {
        throw new IllegalArgumentException("\"" + parts[0] + "\" is not the name of a data file");
      }
      files.add(
          new PinnedData(
              parts[0],
              Integer.parseInt(parts[1]),
              Long.parseLong(parts[2]),
              Long.parseLong(parts[3]),
              Long.parseLong(parts[4]),
              parts[5]));
    }
    String table = value(lines[1], "table");
    if (!FileNames.isTableName(table)) {
      throw new IllegalArgumentException("\"" + table + "\" is not the name of a table");
    }
    return new PinRecord(
        Long.parseLong(value(lines[0], "id")),
        table,
        Long.parseLong(value(lines[2], "created")),
        Long.parseLong(value(lines[3], "expiry")),
        Boolean.parseBoolean(value(lines[4], "one-row-per-key")),
        files);
  }

  private static String value(String line, String name) {
    if (!line.startsWith(name + " ")) {
      throw new IllegalArgumentException("expected \"" + name + "\", found \"" + line + "\"");
    }
    return line.substring(name.length() + 1);
  }
}
