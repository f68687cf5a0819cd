package io.kodiak.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Shows what Kodiak does, on real data. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Compose an engine, import the cities of the world, read, scan, update, open again, and have DuckDB "
          + "read the same files.",
      "The database is left in a new folder to look at: kodiak-demo, or the one of -d."
    })
final class DemoCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Override
  public Integer call() throws IOException {
    Path example = example();
    Path folder = freshFolder();
    new Demo(kodiak.shell(), example, folder).run();
    return ExitCode.OK;
  }

  /** The example that comes with the installation, or that of the checkout we are in. */
  private Path example() {
    Path home = kodiak.shell().home();
    Path base = home == null ? Path.of("") : home;
    Path example = base.resolve("examples").resolve("quickstart");
    if (!Files.isRegularFile(example.resolve("kodiak.conf"))) {
      throw new NotFound(
          "the example is not there: "
              + example.toAbsolutePath()
              + "; set KODIAK_HOME to the folder "
              + "of the installation");
    }
    return example;
  }

  /** Never one with anything in it. */
  private Path freshFolder() throws IOException {
    Path chosen = kodiak.directory();
    if (chosen != null) {
      if (!isFree(chosen)) {
        throw kodiak.usage(chosen + " is not empty; the demo begins with an empty folder");
      }
      return chosen;
    }
    Path folder = Path.of("kodiak-demo");
    for (int i = 2; !isFree(folder); i++) {
      folder = Path.of("kodiak-demo-" + i);
    }
    return folder;
  }

  private static boolean isFree(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return !Files.exists(folder);
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }
}
