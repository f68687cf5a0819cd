package com.acme.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.assembly.Kodiak;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import java.nio.file.Path;

/** An application that embeds Kodiak: {@code App FILE put|get|flush [KEY [VALUE]]}. */
public final class App {
  private App() {}

  public static void main(String[] args) {
    System.out.println(App.class.getModule().isNamed() ? "module path" : "class path");
    try (Database db = Kodiak.open(Path.of(args[0]))) {
      Table table = db.table("default");
      switch (args[1]) {
        case "put" -> table.put(args[2].getBytes(UTF_8), args[3].getBytes(UTF_8));
        case "flush" -> db.flush();
        default -> System.out.println(new String(table.get(args[2].getBytes(UTF_8)), UTF_8));
      }
    }
  }
}
