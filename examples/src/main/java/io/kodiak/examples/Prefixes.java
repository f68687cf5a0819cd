package io.kodiak.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.api.KeyRange;
import io.kodiak.assembly.Kodiak;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.KeyValue;
import io.kodiak.engine.database.Listing;
import io.kodiak.engine.database.Scan;
import io.kodiak.engine.database.Table;
import java.nio.file.Path;
import java.util.List;

/** Asks three questions about prefixes. */
public final class Prefixes {
  private Prefixes() {}

  /** Runs with the path of the configuration file. */
  public static void main(String... arguments) {
    try (Database db = Kodiak.open(Path.of(arguments[0]))) {
      Table routes = db.table("routes");
      for (String key : List.of("/", "/shop/", "/shop/cart/", "/shop/cart/pay", "/about")) {
        routes.put(bytes(key), bytes("handler of " + key));
      }

      // All keys below a prefix, in order.
      try (Scan scan = routes.scan(KeyRange.prefix(bytes("/shop/cart/")))) {
        while (scan.next()) {
          System.out.println(text(scan.key()));
        }
      }

      // Which key matches best? null when none is a prefix.
      KeyValue route = routes.longestPrefixMatch(bytes("/shop/cart/42"));
      System.out.println(route == null ? "no route" : text(route.value()));

      // What lies directly below a prefix? Whatever a folder holds is left behind with one search.
      try (Listing listing = routes.commonPrefixes(bytes("/"), bytes("/"))) {
        while (listing.next()) {
          System.out.println((listing.isFolder() ? "folder " : "key ") + text(listing.name()));
        }
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
