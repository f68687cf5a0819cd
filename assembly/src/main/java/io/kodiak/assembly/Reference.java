package io.kodiak.assembly;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The layers that this library ships: the defaults and the profiles over them. */
final class Reference {
  /** What values out of a reference.conf, this library's or a plug-in's, say of their origin. */
  static final String SOURCE = PluginDefaults.RESOURCE;

  /** What values out of a profile say of their origin, before its name. */
  static final String PROFILE = "profile ";

  /** The names of the profiles, the default first. */
  static final List<String> PROFILES =
      List.of(
          "balanced",
          "bulk-load",
          "memory-efficient",
          "prefix-queries",
          "read-heavy",
          "write-heavy");

  private Reference() {}

  /** Every key with its default. */
  static Config defaults() {
    return parse("reference.conf", SOURCE);
  }

  /** What a profile changes. */
  static Config profile(String name) {
    return parse("profile-" + name + ".conf", PROFILE + name);
  }

  /**
   * The resources lie in this package: at the root of the jar they would be merged into the
   * configuration of every application on the class path.
   */
  private static Config parse(String resource, String source) {
    try (InputStream in = Reference.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + " is missing from the jar");
      }
      ConfigParseOptions options =
          ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setOriginDescription(source);
      return ConfigFactory.parseString(ConfigText.read(in), options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
