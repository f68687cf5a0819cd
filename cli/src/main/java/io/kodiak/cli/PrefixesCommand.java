package io.kodiak.cli;

import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Listing;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Prints folders and keys, as object stores list them. */
@Command(
    name = "prefixes",
    mixinStandardHelpOptions = true,
    description = {
      "Print what lies below a prefix, one a line: \"folder\" or \"key\", a tab, the name.",
      "A folder is what keys share up to and with the first delimiter behind the prefix; keys",
      "without one there are printed themselves. Names are written as by scan."
    })
final class PrefixesCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Option(names = "--prefix", paramLabel = "P", description = "Only what begins with P.")
  private String prefix = "";

  @Option(
      names = "--delimiter",
      paramLabel = "D",
      required = true,
      description = "Where the names of folders end, such as /.")
  private String delimiter;

  @Option(
      names = "--after",
      paramLabel = "NAME",
      description = "Only names behind NAME, such as the last one of an earlier list.")
  private @Nullable String after;

  @Option(names = "--limit", paramLabel = "N", description = "At most N names.")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--json", description = "Print a JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    if (limit < 0) {
      throw kodiak.usage("--limit is " + limit + "; it cannot be negative");
    }
    byte[] below = kodiak.bytes("--prefix", prefix);
    byte[] end = kodiak.bytes("--delimiter", delimiter);
    if (end.length == 0) {
      throw kodiak.usage("--delimiter is empty; to print every key, use scan");
    }
    byte[] start = after == null ? null : kodiak.bytes("--after", after);
    kodiak.tableName();
    try (Database database = kodiak.openExisting();
        Listing listing = kodiak.existingTable(database).commonPrefixes(below, end)) {
      boolean found = limit > 0 && (start == null ? listing.next() : listing.nextAfter(start));
      for (long printed = 1; found; printed++) {
        print(listing);
        found = printed < limit && listing.next();
      }
      kodiak.shell().out().flush();
    }
    return ExitCode.OK;
  }

  private void print(Listing listing) {
    Output out = kodiak.shell().out();
    Notation notation = kodiak.notation();
    String kind = listing.isFolder() ? "folder" : "key";
    if (json) {
      out.jsonLine(
          generator -> {
            generator.writeStartObject();
            notation.field(generator, kind, listing.name());
            generator.writeEndObject();
          });
    } else {
      out.text(kind).text("\t").line(notation.line(listing.name()));
    }
  }
}
