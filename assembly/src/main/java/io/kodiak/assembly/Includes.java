package io.kodiak.assembly;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Allows one file to include files beside or below it, and nothing else.
 *
 * <p>All four interfaces are implemented: for the ones that an includer lacks, the configuration
 * library goes to the network or the class path by itself.
 */
final class Includes
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  private static final Pattern URL_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
  private static final List<String> ENDINGS = List.of("", ".conf", ".json");

  private final ConfigFiles files;
  private final Path file;
  private final int depth;

  Includes(ConfigFiles files, Path file, int depth) {
    this.files = files;
    this.file = file;
    this.depth = depth;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    return URL_SCHEME.matcher(what).matches() ? refuseUrl(what) : includeName(context, what);
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return includeName(context, what.getPath());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    return refuseUrl(what.toString());
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    return refuse(what, "resources of the class path are not included; copy it into a file");
  }

  /** Never falls back to the includer of the library, which reads anything. */
  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  private ConfigObject refuseUrl(String what) {
    return refuse(what, "URLs are not included; copy it into a file");
  }

  private ConfigObject refuse(String what, String why) {
    Place place = files.findInclude(file, what);
    if (place.line() == 0) {
      place = files.findInclude(file, "url("); // a URL may have been written in another way
    }
    files.problems().add(place, "include \"" + what + "\": " + why);
    return ConfigFactory.empty().root();
  }

  private ConfigObject includeName(ConfigIncludeContext context, String what) {
    if (depth >= ConfigFiles.MAX_INCLUDE_DEPTH) {
      return refuse(
          what, "files include each other more than " + ConfigFiles.MAX_INCLUDE_DEPTH + " deep");
    }
    try {
      for (String ending : ENDINGS) {
        Path target = folder().resolve(what + ending);
        if (Files.isRegularFile(target)) {
          return isBelowFolder(target)
              ? files.parse(target, depth + 1).root()
              : refuse(
                  what, "only files in the folder of the including file, or below, are included");
        }
      }
    } catch (InvalidPathException | IOException e) {
      return refuse(what, String.valueOf(e.getMessage()));
    }
    return context.parseOptions().getAllowMissing()
        ? ConfigFactory.empty().root()
        : refuse(what, "there is no such file");
  }

  /** After following links, so that none leads out. */
  private boolean isBelowFolder(Path target) throws IOException {
    return target.toRealPath().startsWith(folder().toRealPath());
  }

  private Path folder() {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }
}
