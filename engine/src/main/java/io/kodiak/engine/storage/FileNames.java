package io.kodiak.engine.storage;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of the files of a database: how they are built, and how they are told from others. */
public final class FileNames {
  /** Held for as long as the database is open. */
  public static final String LOCK = "LOCK";

  /** Names the manifest that counts. */
  public static final String CURRENT = "CURRENT";

  /** What becomes {@link #CURRENT} by a rename. */
  public static final String CURRENT_NEW = "CURRENT.new";

  /** There while compaction is paused. */
  public static final String PAUSED = "PAUSED";

  /** What becomes {@link #PAUSED} by a rename. */
  public static final String PAUSED_NEW = "PAUSED.new";

  /** The directory of the write-ahead log. */
  public static final String WAL_DIRECTORY = "wal";

  /** The directory that holds one directory for each table. */
  public static final String TABLES_DIRECTORY = "tables";

  /** The directory that holds one directory for each pin. */
  public static final String PINS_DIRECTORY = "pins";

  /** The directory of recorded traces. */
  public static final String TRACES_DIRECTORY = "traces";

  /** The ending of a sidecar. */
  public static final String INDEX_EXTENSION = "index";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
  private static final Pattern TABLE =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,126}[A-Za-z0-9_-])?");
  private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,16}");
  private static final Pattern MANIFEST = Pattern.compile("MANIFEST-([0-9]{6,18})");
  private static final Pattern WAL = Pattern.compile("wal/([0-9]{6,18})\\.wal");
  private static final Pattern PIN = Pattern.compile("pins/([0-9]{6,18})");
  private static final Pattern TRACE = Pattern.compile("traces/(.+)-[0-9]{6,18}\\.trace");
  private static final Pattern SSTABLE =
      Pattern.compile("tables/[^/]+/([0-9]{6,18})\\.[a-z0-9]{1,16}");

  private FileNames() {}

  /** The manifest of a number. */
  public static String manifest(long number) {
    return "MANIFEST-" + digits(number);
  }

  /** The segment of the write-ahead log of a number. */
  public static String walSegment(long number) {
    return WAL_DIRECTORY + "/" + digits(number) + ".wal";
  }

  /** The directory that the SSTables of a table lie in. */
  public static String tableDirectory(String table) {
    return TABLES_DIRECTORY + "/" + table;
  }

  /** The data file of an SSTable. */
  public static String sstableData(String table, long id, String extension) {
    return tableDirectory(table) + "/" + digits(id) + "." + extension;
  }

  /** The sidecar of an SSTable. */
  public static String sstableIndex(String table, long id) {
    return sstableData(table, id, INDEX_EXTENSION);
  }

  /** The directory of a pin. */
  public static String pinDirectory(long id) {
    return PINS_DIRECTORY + "/" + digits(id);
  }

  /** The file that makes a pin valid, and tells what it pins until when. */
  public static String pinDescriptor(long id) {
    return pinDirectory(id) + "/PIN";
  }

  /** The directory that the pinned files of a table lie in. */
  public static String pinnedTable(long id, String table) {
    return pinDirectory(id) + "/" + table;
  }

  /** The number in the name of a pin's directory; -1 when the name is not one. */
  public static long pinNumber(String name) {
    return number(PIN, name);
  }

  /** The recorded trace of a table that was begun at a time. */
  public static String trace(String table, long millis) {
    return TRACES_DIRECTORY + "/" + table + "-" + digits(millis) + ".trace";
  }

  /** Whether a file is a recorded trace of a table. */
  public static boolean isTrace(String name, String table) {
    Matcher matcher = TRACE.matcher(name);
    return matcher.matches() && matcher.group(1).equals(table);
  }

  /** The number in the name of a manifest; -1 when the name is not one. */
  public static long manifestNumber(String name) {
    return number(MANIFEST, name);
  }

  /** The number in the name of a segment of the write-ahead log; -1 when the name is not one. */
  public static long walNumber(String name) {
    return number(WAL, name);
  }

  /**
   * The id in the name of a data file, whatever format it is of, or of a sidecar; -1 when the name
   * is neither.
   */
  public static long sstableId(String name) {
    return number(SSTABLE, name);
  }

  /**
   * Whether a table may have that name: 1 to 128 letters, digits, dots, hyphens and underscores of
   * ASCII, a letter or digit first, no dot last.
   */
  public static boolean isTableName(String name) {
    return TABLE.matcher(name).matches();
  }

  /** Whether data files may end so: 1 to 16 small letters and digits, and not as a sidecar does. */
  public static boolean isDataExtension(String extension) {
    return EXTENSION.matcher(extension).matches() && !extension.equals(INDEX_EXTENSION);
  }

  /** Whether a file system may show both as the same name. */
  public static boolean isSameFile(String name, String other) {
    return name.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }

  /** Refuses a name that could lead out of the database. */
  static String checked(String name) {
    for (String part : name.split("/", -1)) {
      if (!NAME.matcher(part).matches()) {
        throw new IllegalArgumentException("\"" + name + "\" is not the name of a database's file");
      }
    }
    return name;
  }

  private static String digits(long number) {
    if (number < 0) {
      throw new IllegalArgumentException(number + " is not the number of a file");
    }
    String text = Long.toString(number);
    return text.length() < 6 ? "0".repeat(6 - text.length()) + text : text;
  }

  private static long number(Pattern pattern, String name) {
    Matcher matcher = pattern.matcher(name);
    if (!matcher.matches()) {
      return -1;
    }
    String digits = matcher.group(1);
    long number = Long.parseLong(digits);
    // "0000012" and "000012" are different files: only the one that the engine would make counts.
    return digits(number).equals(digits) ? number : -1;
  }
}
