package io.kodiak.cli;

import io.kodiak.engine.database.FormatStats;
import java.util.List;
import java.util.Locale;

/** Writes what the files of a table are made of, one line for those that are alike. */
final class FormatListing {
  private FormatListing() {}

  static List<String> lines(List<FormatStats> formats) {
    return formats.stream().map(FormatListing::line).toList();
  }

  private static String line(FormatStats format) {
    String files =
        String.format(
            Locale.ROOT,
            "files    %-23s %12s  %15s entries  %10s",
            what(format),
            Figures.count(format.files(), "file"),
            Figures.count(format.entries()),
            Figures.bytes(format.bytes()));
    return format.outdatedFiles() == 0
        ? files
        : files
            + "  to migrate: "
            + Figures.count(format.outdatedFiles(), "file")
            + ", "
            + Figures.bytes(format.outdatedBytes());
  }

  private static String what(FormatStats format) {
    String encoding = format.encoding().isEmpty() ? "?" : format.encoding();
    String blocks = format.blockBytes() == 0 ? "?" : Figures.bytes(format.blockBytes());
    return format.format() + " " + encoding + " " + blocks;
  }
}
