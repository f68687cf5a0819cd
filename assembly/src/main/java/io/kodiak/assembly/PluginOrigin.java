package io.kodiak.assembly;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;

/** Where a class came from, in words for people. */
final class PluginOrigin {
  private static final String UNKNOWN = "(unknown)";

  private PluginOrigin() {}

  /** The name of its module; without one, the name of its jar or folder. */
  static String module(Class<?> type) {
    Module module = type.getModule();
    if (module.isNamed()) {
      return module.getName();
    }
    String location = location(type);
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** The jar or folder. */
  static String location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return UNKNOWN;
    }
    try {
      URI uri = source.getLocation().toURI();
      return uri.getScheme().equals("file") ? Path.of(uri).toString() : uri.toString();
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return source.getLocation().toString();
    }
  }
}
