package io.kodiak.assembly;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The folder of plug-ins: each jar, and each sub-folder of jars, has a module layer of its own, so
 * that one plug-in's libraries never meet another's. When this library itself is on the class path,
 * so that it is in no module, each has a class loader of its own instead.
 */
final class PluginFolder {
  private PluginFolder() {}

  /** The places in the folder; what cannot be read is added to the failures. */
  static List<PluginSource> sources(Path folder, List<FailedPlugin> failures, Problems problems) {
    List<PluginSource> sources = new ArrayList<>();
    try {
      for (Path entry : entries(folder)) {
        open(entry, sources, failures);
      }
    } catch (IOException e) {
      problems.add(
          new Place("plugins.directory", 0), "cannot read the folder " + folder + ": " + e);
    }
    return sources;
  }

  /** Jars and sub-folders with jars, in alphabetical order. */
  private static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path entry : all) {
        if (isJar(entry) || (Files.isDirectory(entry) && !jars(entry).isEmpty())) {
          entries.add(entry);
        }
      }
    }
    entries.sort(null);
    return entries;
  }

  private static boolean isJar(Path file) {
    return file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file);
  }

  private static List<Path> jars(Path entry) throws IOException {
    if (isJar(entry)) {
      return List.of(entry);
    }
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(entry, "*.jar")) {
      all.forEach(jars::add);
    }
    jars.sort(null);
    return jars;
  }

  private static void open(Path entry, List<PluginSource> sources, List<FailedPlugin> failures) {
    String location = entry.toString();
    try {
      ModuleLayer parent = PluginFolder.class.getModule().getLayer();
      sources.add(
          parent == null
              ? PluginSource.of(location, classLoader(jars(entry)))
              : PluginSource.of(location, layer(parent, jars(entry))));
    } catch (IOException
        | FindException
        | ResolutionException
        | LayerInstantiationException
        | LinkageError e) {
      failures.add(new FailedPlugin(null, location, location, Plugins.reason(e)));
    }
  }

  private static ModuleLayer layer(ModuleLayer parent, List<Path> jars) {
    ModuleFinder finder = new WithoutApi(ModuleFinder.of(jars.toArray(Path[]::new)));
    Set<String> names =
        finder.findAll().stream()
            .map(reference -> reference.descriptor().name())
            .collect(Collectors.toSet());
    Configuration configuration = parent.configuration().resolve(finder, ModuleFinder.of(), names);
    return parent.defineModulesWithOneLoader(configuration, PluginFolder.class.getClassLoader());
  }

  private static ClassLoader classLoader(List<Path> jars) throws MalformedURLException {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return new URLClassLoader(urls, PluginFolder.class.getClassLoader());
  }

  /**
   * Leaves the api out of a folder into which it was copied by mistake: a second one would make the
   * plug-in's interfaces strangers to the engine.
   */
  private record WithoutApi(ModuleFinder all) implements ModuleFinder {
    private static final String API = "io.kodiak.api";

    @Override
    public Optional<ModuleReference> find(String name) {
      return name.equals(API) ? Optional.empty() : all.find(name);
    }

    @Override
    public Set<ModuleReference> findAll() {
      return all.findAll().stream()
          .filter(reference -> !reference.descriptor().name().equals(API))
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
