package io.kodiak.cli;

import io.kodiak.engine.database.FilePin;
import io.kodiak.engine.database.PinnedFile;
import java.util.List;
import java.util.Locale;

/** The engines that {@code kodiak sql-view} writes SQL for. */
enum SqlEngine {
  DUCKDB,
  SPARK;

  /**
   * The statement that makes a view of the live rows in pinned files.
   *
   * @param name of the view, any characters
   * @param text whether keys and values are shown as texts, not as bytes
   * @throws IllegalArgumentException when this engine cannot read the files; the message says why
   */
  String view(String name, FilePin pin, boolean text) {
    return switch (this) {
      case DUCKDB -> DuckDbView.statement(name, pin, text);
      case SPARK -> SparkView.statement(name, pin, text);
    };
  }

  /** Which rows of the files are live. */
  enum Rows {
    /** All: no key is there twice, and none is deleted. */
    ALL,
    /** Those that are no deletions: no key is there twice. */
    PUTS,
    /** Of each key the newest, unless it is a deletion. */
    NEWEST;

    static Rows of(FilePin pin) {
      if (!pin.hasOneRowPerKey()) {
        return NEWEST;
      }
      return pin.files().stream().allMatch(file -> file.tombstones() == 0) ? ALL : PUTS;
    }
  }

  /** Refuses files of formats that an engine does not read. */
  static void check(List<PinnedFile> files, String engine, String reason, String... readable) {
    for (PinnedFile file : files) {
      if (!List.of(readable).contains(file.format())) {
        throw new IllegalArgumentException(
            file.path().getFileName()
                + " is a file of format "
                + file.format()
                + ", which "
                + engine
                + " cannot read: "
                + reason
                + ". Set format.levels of the table to parquet and run kodiak migrate, or use kodiak"
                + " export --format parquet");
      }
    }
  }

  /** As it is named on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
