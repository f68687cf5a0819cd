package io.kodiak.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.api.KeyRange;
import io.kodiak.assembly.Kodiak;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Scan;
import io.kodiak.engine.database.Snapshot;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.WriteBatch;
import java.nio.file.Path;

/** Embeds an engine that a configuration file composes. */
public final class Quickstart {
  private Quickstart() {}

  /** Runs with the path of the configuration file. */
  public static void main(String... arguments) {
    try (Database db = Kodiak.open(Path.of(arguments[0]))) {
      Table users = db.table("users");
      Table events = db.table("events");
      users.put(bytes("user/ada"), bytes("Ada Lovelace")); // durable when it returns
      db.write( // atomic across tables
          new WriteBatch()
              .put(users, bytes("user/alan"), bytes("Alan Turing"))
              .put(events, bytes("0001"), bytes("alan joined")));

      byte[] value = users.get(bytes("user/ada")); // null when absent
      System.out.println("ada is " + (value == null ? "unknown" : new String(value, UTF_8)));

      try (Snapshot at = db.snapshot();
          Scan scan = users.scan(KeyRange.prefix(bytes("user/")), at)) {
        while (scan.next()) {
          System.out.println(
              new String(scan.key(), UTF_8) + " = " + new String(scan.value(), UTF_8));
        }
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
