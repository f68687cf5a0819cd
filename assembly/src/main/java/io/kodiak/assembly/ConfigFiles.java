package io.kodiak.assembly;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses a configuration file and the files that it includes, within bounds on their size, number
 * and nesting. Substitutions are left as they are.
 */
final class ConfigFiles {
  /** How deep files may include each other. */
  static final int MAX_INCLUDE_DEPTH = 8;

  /** How many files may be read in all. */
  static final int MAX_FILES = 64;

  private final Problems problems;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final TextBounds bounds = new TextBounds();
  private int files;

  ConfigFiles(Problems problems) {
    this.problems = problems;
  }

  /** The file, unresolved; empty when it cannot be used, which is noted. */
  Config parse(Path file) {
    return parse(file, 0);
  }

  Config parse(Path file, int depth) {
    Place whole = new Place(file.toString(), 0);
    if (++files > MAX_FILES) {
      throw problems.fatal(whole, "more than " + MAX_FILES + " files are included");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return parse(file, ConfigText.read(in), depth);
    } catch (NoSuchFileException e) {
      problems.add(whole, "there is no such file");
    } catch (IOException e) {
      String reason = Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
      problems.add(whole, "cannot be read: " + reason);
    }
    return ConfigFactory.empty();
  }

  private Config parse(Path file, String text, int depth) {
    texts.put(file.toString(), text);
    return parse(file.toString(), text, new Includes(this, file, depth));
  }

  /** Parses a text from any source; empty when it cannot be used, which is noted. */
  Config parse(String source, String text, ConfigIncluder includes) {
    TextBounds.Excess excess = bounds.check(text);
    if (excess != null) {
      problems.add(new Place(source, excess.line()), excess.text());
      return ConfigFactory.empty();
    }
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(source)
            .setIncluder(includes);
    try {
      return ConfigFactory.parseString(text, options);
    } catch (ConfigException.Parse e) {
      problems.add(Place.of(e.origin()), reason(e));
    } catch (ConfigException e) {
      problems.add(e.origin() == null ? new Place(source, 0) : Place.of(e.origin()), reason(e));
    }
    return ConfigFactory.empty();
  }

  /** The message without the place that it begins with. */
  static String reason(ConfigException e) {
    String message = String.valueOf(e.getMessage());
    String place = e.origin() == null ? "" : e.origin().description() + ": ";
    return message.startsWith(place) ? message.substring(place.length()) : message;
  }

  /** Whether one file included another. */
  boolean hasIncludes() {
    return texts.size() > 1;
  }

  Problems problems() {
    return problems;
  }

  /** The first line of all files that holds the text; else the file that was read first. */
  Place find(String needle) {
    for (Map.Entry<String, String> file : texts.entrySet()) {
      int line = lineOf(file.getValue(), needle);
      if (line > 0) {
        return new Place(file.getKey(), line);
      }
    }
    return texts.isEmpty()
        ? new Place("the configuration", 0)
        : new Place(texts.keySet().iterator().next(), 0);
  }

  /** The line of an include statement of a file. */
  Place findInclude(Path file, String what) {
    @Nullable String text = texts.get(file.toString());
    int line = 0;
    if (text != null) {
      String[] lines = text.split("\n", -1);
      for (int i = 0; i < lines.length && line == 0; i++) {
        if (lines[i].contains("include") && lines[i].contains(what)) {
          line = i + 1;
        }
      }
    }
    return new Place(file.toString(), line);
  }

  private static int lineOf(String text, String needle) {
    int at = text.indexOf(needle);
    return at < 0 ? 0 : 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
  }
}
