package io.kodiak.cli;

import io.kodiak.assembly.EffectiveConfiguration;
import io.kodiak.assembly.EngineBuilder;
import io.kodiak.assembly.Kodiak;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.Stack;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself: its options, and what all its subcommands share. */
@Command(
    name = "kodiak",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "An embedded, durable, ordered key-value engine with open files.%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Without -c, conf/kodiak.conf of the installation is used, and where there is none, the defaults.",
      "Exit code: 0 ok, 1 not found, 2 usage or configuration, 3 data or I/O.",
      "KODIAK_DEBUG=1 shows where an error comes from."
    },
    subcommands = {
      DemoCommand.class,
      PutCommand.class,
      GetCommand.class,
      DeleteCommand.class,
      ScanCommand.class,
      PrefixMatchCommand.class,
      PrefixesCommand.class,
      ImportCommand.class,
      IngestCommand.class,
      ExportCommand.class,
      SqlViewCommand.class,
      StatsCommand.class,
      InspectCommand.class,
      PluginsCommand.class,
      VerifyCommand.class,
      FlushCommand.class,
      CompactCommand.class,
      CompactionCommand.class,
      ExplainCommand.class,
      SimulateCommand.class,
      MigrateCommand.class,
      ConfigCommand.class
    })
final class KodiakCommand implements Runnable {
  private static final String DEFAULT_TABLE = "default";
  private static final Pattern TABLE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  private final Shell shell;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      parameterConsumer = Configurations.class,
      description = "The configuration; several for simulate only.")
  private @Nullable Path config;

  private final List<Path> configs = new ArrayList<>();

  @Option(
      names = {"-d", "--directory"},
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Where the database lies, instead of where the configuration says.")
  private @Nullable Path directory;

  @Option(
      names = {"-t", "--table"},
      paramLabel = "TABLE",
      scope = ScopeType.INHERIT,
      description = "The table; \"default\" unless given.")
  private @Nullable String table;

  @Option(
      names = "--hex",
      scope = ScopeType.INHERIT,
      description = "Keys and values are written and read in hexadecimal.")
  private boolean hex;

  /**
   * Keeps every configuration: by itself, picocli forgets those in front of a command when others
   * come behind it.
   */
  static final class Configurations implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
      if (arguments.isEmpty() || !(command.root().userObject() instanceof KodiakCommand kodiak)) {
        throw new ParameterException(
            command.commandLine(), "Missing required parameter for option '--config' (FILE)");
      }
      Path file = Path.of(arguments.pop());
      kodiak.config = file;
      kodiak.configs.add(file);
    }
  }

  KodiakCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    throw usage("a command is needed");
  }

  /** Whether a command may be given that many configurations; an error to report when not. */
  void checkConfigurations(Object command) {
    if (configs.size() > 1 && !(command instanceof SimulateCommand)) {
      throw usage(
          "-c, --config was given "
              + configs.size()
              + " times; only simulate takes several configurations");
    }
  }

  Shell shell() {
    return shell;
  }

  /** How keys and values are written. */
  Notation notation() {
    return hex ? Notation.HEX : Notation.TEXT;
  }

  /** A mistake of the user, reported together with how to get help. */
  ParameterException usage(String message) {
    if (spec == null) {
      throw new IllegalStateException("picocli did not make this command");
    }
    return new ParameterException(spec.commandLine(), message);
  }

  /** The bytes of a key or value that was given as an argument. */
  byte[] bytes(String name, String argument) {
    try {
      return notation().parse(argument);
    } catch (IllegalArgumentException e) {
      throw usage(name + " \"" + argument + "\" is not hexadecimal: " + e.getMessage());
    }
  }

  /** The engine as the options compose it. */
  EngineBuilder engine() {
    return engine(configurationFile());
  }

  /** The engine of one of the files; {@code null}: of the defaults. */
  EngineBuilder engine(@Nullable Path file) {
    EngineBuilder builder = Kodiak.builder();
    if (file != null) {
      builder.file(file);
    }
    if (directory != null) {
      builder.set("directory", directory, "option --directory");
    }
    return builder;
  }

  /** The files that were given. */
  List<Path> configurationFiles() {
    return List.copyOf(configs);
  }

  /** The file that is used; {@code null}: only defaults. */
  @Nullable Path configurationFile() {
    if (config != null) {
      return config;
    }
    Path home = shell.home();
    Path installed = home == null ? null : home.resolve("conf").resolve("kodiak.conf");
    return installed != null && Files.exists(installed) ? installed : null;
  }

  /** The folder of the option; {@code null} when it was not given. */
  @Nullable Path directory() {
    return directory;
  }

  /** The database, made when there is none. */
  Database open() {
    return open(engine().check());
  }

  private Database open(EffectiveConfiguration configuration) {
    Database database = configuration.open();
    shell.opened(database);
    return database;
  }

  /**
   * The database, which is there already.
   *
   * @throws NotFound when it is not, and then none is made
   */
  Database openExisting() {
    EffectiveConfiguration configuration = engine().check();
    Path path = configuration.directory();
    // The engine makes LOCK first and CURRENT last: with one of them, recovering is its business.
    if (!Files.exists(path.resolve("CURRENT")) && !Files.exists(path.resolve("LOCK"))) {
      throw new NotFound("there is no database in " + path);
    }
    return open(configuration);
  }

  /** The name of the table, checked. */
  String tableName() {
    return checked(table == null ? DEFAULT_TABLE : table);
  }

  /** Checks the names of tables that are arguments, and that of the option. */
  void checkTableNames(List<String> names) {
    names.forEach(this::checked);
    tableName();
  }

  private String checked(String name) {
    if (!TABLE.matcher(name).matches()) {
      throw usage(
          "\""
              + name
              + "\" is not a table name: at most 64 lower-case letters, digits, hyphens and "
              + "underscores, beginning with a letter or digit");
    }
    return name;
  }

  /** Whether one table was asked for, not all. */
  boolean hasTable() {
    return table != null;
  }

  /**
   * The table, which is there already.
   *
   * @throws NotFound when it is not, and then none is made
   */
  Table existingTable(Database database) {
    return existingTable(database, tableName());
  }

  /**
   * The tables of these names and of the option, which are there already; all tables when neither
   * names one.
   *
   * @throws NotFound when one is not there
   */
  List<Table> existingTables(Database database, List<String> names) {
    Set<String> wanted = new LinkedHashSet<>(names);
    if (table != null) {
      wanted.add(tableName());
    }
    List<Table> tables = new ArrayList<>();
    for (String name : wanted.isEmpty() ? database.tableNames() : wanted) {
      tables.add(existingTable(database, name));
    }
    return tables;
  }

  private static Table existingTable(Database database, String name) {
    if (!database.tableNames().contains(name)) {
      String names = String.join(", ", database.tableNames());
      throw new NotFound(
          "there is no table \"" + name + "\"; there are: " + (names.isEmpty() ? "(none)" : names));
    }
    return database.table(name);
  }
}
