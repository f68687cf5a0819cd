package io.kodiak.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.assembly.Kodiak;
import io.kodiak.engine.database.BulkLoad;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import java.nio.file.Path;

/** Loads many rows at once, past the log. */
public final class BulkLoading {
  private BulkLoading() {}

  /** Runs with the path of the configuration file. */
  public static void main(String... arguments) {
    try (Database db = Kodiak.open(Path.of(arguments[0]))) {
      Table numbers = db.table("numbers");
      try (BulkLoad load = numbers.bulkLoad()) {
        for (int i = 0; i < 100_000; i++) {
          load.put(bytes("number-" + i), bytes("square " + (long) i * i)); // in any order
        }
        BulkLoad.Result result = load.finish(); // now all rows are there, durably
        System.out.println(result.rows() + " rows loaded into level " + result.level());
      }
      byte[] value = numbers.get(bytes("number-12"));
      System.out.println(value == null ? "nothing" : new String(value, UTF_8));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
