package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.api.KeyRange;
import io.kodiak.assembly.EffectiveConfiguration;
import io.kodiak.assembly.EffectiveConfiguration.EffectiveSetting;
import io.kodiak.assembly.Kodiak;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Scan;
import io.kodiak.engine.database.Snapshot;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.TableStats;
import io.kodiak.engine.database.WriteBatch;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The steps of {@code kodiak demo}. */
final class Demo {
  private static final String CITIES = "cities";
  private static final String LOG = "log";
  private static final String LYON = "FR/Lyon/84";
  private static final int GETS = 100_000;
  private static final int UPDATES = 200;
  private static final Set<String> SHOWN =
      Set.of("type", "flush-size", "levels", "policy", "sync", "cache-size");

  private final Shell shell;
  private final DemoPage page;
  private final Path example;
  private final Path folder;

  /**
   * A demo.
   *
   * @param example where its configuration and data are
   * @param folder where it makes its database
   */
  Demo(Shell shell, Path example, Path folder) {
    this.shell = shell;
    this.page = new DemoPage(shell);
    this.example = example;
    this.folder = folder;
  }

  void run() throws IOException {
    page.headline("Kodiak demo: the cities of the world (GeoNames, CC BY 4.0)");
    EffectiveConfiguration configuration = compose();
    long rows;
    try (Database database = configuration.open()) {
      shell.opened(database);
      Table cities = database.table(CITIES);
      importCities(database, cities);
      List<byte[]> keys = read(cities);
      scan(cities);
      update(cities, keys);
      batch(database, cities);
      snapshot(database, cities);
      rows = count(cities);
    }
    reopen(configuration, rows);
    end();
  }

  private EffectiveConfiguration compose() throws IOException {
    Path conf = example.resolve("kodiak.conf");
    EffectiveConfiguration configuration =
        Kodiak.builder().file(conf).set("directory", folder, "the demo").check();
    page.section("Compose an engine from " + conf);
    for (EffectiveSetting setting : configuration.settings()) {
      String key = setting.path().substring(setting.path().lastIndexOf('.') + 1);
      if (SHOWN.contains(key)) {
        page.row(
            setting.path().replaceFirst("^kodiak\\.(table-defaults\\.)?", ""), setting.value());
      }
    }
    Files.createDirectories(folder);
    return configuration;
  }

  private void importCities(Database database, Table cities) throws IOException {
    page.section("Import");
    Path file = example.resolve("cities.csv.gz");
    try (CountedInput counted =
            new CountedInput(new BufferedInputStream(Files.newInputStream(file)));
        InputStream in = new GZIPInputStream(counted, 64 << 10);
        Rows rows = new CsvRows(in, "id", null)) {
      long size = Files.size(file);
      String name = file.getFileName().toString();
      Import job =
          new Import(
              database, cities, name, Encoding.TEXT, shell.err(), new Progress(shell, "rows"));
      Import.Result result =
          job.run(rows, Import.OnError.STOP, () -> (double) counted.count() / size);
      page.work(name, result.rows(), result.nanos());
    }
    database.awaitIdle();
    TableStats stats = cities.stats();
    page.row(
        "in the background",
        Figures.count(stats.flushes(), "flush", "flushes")
            + ", "
            + Figures.count(stats.compactions(), "compaction")
            + ", write amplification "
            + String.format(Locale.ROOT, "%.1f", stats.writeAmplification()));
  }

  private List<byte[]> read(Table cities) {
    page.section("Read");
    List<byte[]> keys = new ArrayList<>();
    long start = System.nanoTime();
    try (Scan scan = cities.scan(KeyRange.all())) {
      while (scan.next()) {
        keys.add(scan.key());
      }
    }
    page.work("scan of everything", keys.size(), System.nanoTime() - start);
    Random random = new Random(1);
    int found = 0;
    start = System.nanoTime();
    for (int i = 0; i < GETS; i++) {
      found += cities.get(keys.get(random.nextInt(keys.size()))) == null ? 0 : 1;
    }
    page.work("random gets", found, System.nanoTime() - start);
    page.row("get " + LYON, "");
    page.quote(text(cities.get(LYON.getBytes(UTF_8))));
    return keys;
  }

  private void scan(Table cities) {
    page.section("Scan a prefix");
    List<String> rows = new ArrayList<>();
    long start = System.nanoTime();
    try (Scan scan = cities.scan(KeyRange.prefix("US/Springfield/".getBytes(UTF_8)))) {
      while (scan.next()) {
        rows.add(text(scan.key()) + " = " + text(scan.value()));
      }
    }
    page.work("US/Springfield/", rows.size(), System.nanoTime() - start);
    rows.stream().limit(3).forEach(page::quote);
    page.quote("...");
  }

  private void update(Table cities, List<byte[]> keys) {
    page.section("Update, each write durable before the next");
    Random random = new Random(2);
    long start = System.nanoTime();
    for (int i = 0; i < UPDATES; i++) {
      cities.put(keys.get(random.nextInt(keys.size())), "{\"seen\":true}".getBytes(UTF_8));
    }
    page.work("puts", UPDATES, System.nanoTime() - start);
  }

  private void batch(Database database, Table cities) {
    page.section("Delete from one table and write to another, in one batch");
    WriteBatch batch = new WriteBatch();
    Table log = database.table(LOG);
    try (Scan scan = cities.scan(KeyRange.prefix("LI/".getBytes(UTF_8)))) {
      while (scan.next()) {
        byte[] key = scan.key();
        batch.delete(cities, key).put(log, key, "deleted".getBytes(UTF_8));
      }
    }
    long start = System.nanoTime();
    database.write(batch);
    page.work("LI/ in one batch", batch.count(), System.nanoTime() - start);
    page.row("table " + CITIES, Figures.count(count(cities), "row"));
    page.row("table " + LOG, Figures.count(count(log), "row"));
  }

  private void snapshot(Database database, Table cities) {
    page.section("Read a snapshot");
    byte[] lyon = LYON.getBytes(UTF_8);
    try (Snapshot before = database.snapshot()) {
      cities.delete(lyon);
      page.row("delete " + LYON, "");
      page.row("get now", text(cities.get(lyon)));
      page.row("get at the snapshot", text(cities.get(lyon, before)));
    }
  }

  private void reopen(EffectiveConfiguration configuration, long rows) throws IOException {
    page.section("Close the database, and open it again");
    long start = System.nanoTime();
    try (Database database = configuration.open()) {
      page.row("open", Figures.time(System.nanoTime() - start));
      page.row("recovery", database.stats().recovery());
      Table cities = database.table(CITIES);
      page.row("rows before, rows now", Figures.count(rows) + ", " + Figures.count(count(cities)));
      database.flush();
      database.awaitIdle();
      TableStats stats = cities.stats();
      page.section("The tree of table " + CITIES + ", in " + folder.resolve("tables/" + CITIES));
      TreeListing tree = new TreeListing(folder, CITIES, 6);
      tree.lines(stats.runs()).forEach(page::plain);
      new DemoQuery(shell, page).run(tree, stats, rows);
    }
  }

  private void end() {
    page.section("Yours to look at");
    String command = "kodiak -d " + folder + " -t " + CITIES + " ";
    page.row("the database is in", folder.toString());
    page.row("try", command + "get US/Springfield/IL");
    page.row("", command + "scan --prefix IS/Rey");
    page.row("", command + "stats --files");
  }

  private static long count(Table table) {
    long rows = 0;
    try (Scan scan = table.scan(KeyRange.all())) {
      while (scan.next()) {
        rows++;
      }
    }
    return rows;
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "(none)" : new String(bytes, UTF_8);
  }
}
