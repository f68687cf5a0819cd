package io.kodiak.assembly;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.kodiak.engine.database.KodiakException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;

/**
 * The defaults that a plug-in ships: in a {@code reference.conf} at the root of its jar, the
 * section {@code kodiak.table-defaults.<kind>.<name>}. Nothing else in that file counts.
 */
final class PluginDefaults {
  static final String RESOURCE = "reference.conf";

  private PluginDefaults() {}

  /**
   * The section of one plug-in; empty when it ships none.
   *
   * @throws IOException when there is one and it cannot be used
   */
  static ConfigObject read(Class<?> provider, PluginKind kind, String name) throws IOException {
    String path = ConfigUtil.joinPath("kodiak", "table-defaults", kind.section(), name);
    Module module = provider.getModule();
    if (module.isNamed()) {
      try (InputStream in = module.getResourceAsStream(RESOURCE)) {
        return in == null ? none() : section(ConfigText.read(in), path);
      }
    }
    return fromClassPath(provider, path);
  }

  /** On the class path every jar has its own file of that name; one of them knows the plug-in. */
  private static ConfigObject fromClassPath(Class<?> provider, String path) throws IOException {
    ClassLoader loader = provider.getClassLoader();
    if (loader == null) {
      return none();
    }
    for (URL resource : Collections.list(loader.getResources(RESOURCE))) {
      String text;
      try (InputStream in = resource.openStream()) {
        text = ConfigText.read(in);
      } catch (IOException e) {
        continue; // some other library's; the plug-in's own is readable, or it would not run
      }
      ConfigObject found = text.contains("kodiak") ? section(text, path) : none();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return none();
  }

  private static ConfigObject section(String text, String path) throws IOException {
    Problems problems = new Problems();
    ConfigFiles files = new ConfigFiles(problems);
    Config raw = files.parse(RESOURCE, text, new Includes(files, Path.of(RESOURCE), 0));
    Config resolved = Substitutions.resolve(raw, files, problems, System::getenv).config();
    try {
      problems.throwIfAny();
      if (!resolved.hasPath(path)) {
        return none();
      }
      ConfigValue value = resolved.getValue(path);
      if (value instanceof ConfigObject object) {
        return object;
      }
      throw new IOException(RESOURCE + ": " + path + " is not a section");
    } catch (KodiakException | ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static ConfigObject none() {
    return ConfigFactory.empty().root();
  }
}
