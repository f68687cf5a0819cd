package io.kodiak.engine.database;

import io.kodiak.engine.database.KodiakException.Kind;
import io.kodiak.engine.manifest.TableInfo;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.manifest.VersionEdit;
import io.kodiak.engine.manifest.VersionSet;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The tables of an open database, by name and by id. */
final class Tables {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  private final Storage storage;
  private final VersionSet versions;
  private final Views views;
  private final Function<String, TableOptions> options;
  private final Consumer<TableState> opened;
  private final Map<String, TableState> byName = new ConcurrentSkipListMap<>();
  private volatile TableState[] byId = new TableState[0];

  /**
   * @param options the options of a table, by its name
   * @param opened told of every table that was opened or made
   */
  Tables(
      Storage storage,
      VersionSet versions,
      Views views,
      Function<String, TableOptions> options,
      Consumer<TableState> opened) {
    this.storage = storage;
    this.versions = versions;
    this.views = views;
    this.options = options;
    this.opened = opened;
  }

  /** Opens every table that the manifest knows, and notes the plug-ins it is opened with. */
  synchronized void openAll() throws IOException {
    for (Tree tree : List.copyOf(versions.current().trees())) {
      TableInfo known = tree.table();
      TableOptions chosen = options.apply(known.name());
      TableInfo now = info(known.id(), known.name(), chosen);
      if (!now.equals(known)) {
        versions.apply(VersionEdit.builder().table(now).build());
      }
      add(new TableState(now, chosen, views));
    }
  }

  /** The table of that name, made when there is none. */
  TableState open(String name) throws IOException {
    TableState existing = byName.get(name);
    return existing != null ? existing : create(name);
  }

  private synchronized TableState create(String name) throws IOException {
    TableState existing = byName.get(name);
    if (existing != null) {
      return existing;
    }
    if (!NAME.matcher(name).matches()) {
      throw new KodiakException(
          Kind.CONFIGURATION,
          "table \""
              + name
              + "\": a name has 1 to 64 lower-case letters, digits, hyphens and underscores, and"
              + " begins with a letter or digit");
    }
    TableOptions chosen = options.apply(name);
    TableInfo info = info(Math.max(1, byId.length), name, chosen);
    storage.createDirectory(FileNames.tableDirectory(name));
    versions.apply(VersionEdit.builder().table(info).build());
    TableState table = new TableState(info, chosen, views);
    add(table);
    return table;
  }

  private static TableInfo info(int id, String name, TableOptions options) {
    return new TableInfo(
        id,
        name,
        options.memtableName(),
        options.levelFormats().get(0).name(),
        options.policyName());
  }

  private void add(TableState table) {
    TableState[] grown = new TableState[Math.max(byId.length, table.id() + 1)];
    System.arraycopy(byId, 0, grown, 0, byId.length);
    grown[table.id()] = table;
    byId = grown;
    byName.put(table.name(), table);
    opened.accept(table);
  }

  /** The table with that id. */
  TableState byId(int id) {
    TableState[] all = byId;
    if (id < 0 || id >= all.length || all[id] == null) {
      throw new IllegalStateException("the log writes to table " + id + ", which nobody made");
    }
    return all[id];
  }

  List<TableState> all() {
    return new ArrayList<>(byName.values());
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }
}
