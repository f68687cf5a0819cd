package io.kodiak.assembly;

import com.typesafe.config.ConfigOrigin;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a setting was made.
 *
 * @param source the file as the user named it, or another source in words
 * @param line the line, from 1; 0 when there is none
 */
record Place(String source, int line) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::source).thenComparingInt(Place::line);

  /** One source of a value that was joined from several. */
  private static final Pattern PART = Pattern.compile("(?:^|,)([^,]+): (\\d+)(?:-\\d+)?(?=,|$)");

  private static final String MERGED = "merge of ";

  /** The place that the configuration library remembers. */
  static Place of(ConfigOrigin origin) {
    String source = origin.withLineNumber(-1).description();
    if (source.startsWith(MERGED)) {
      return merged(source.substring(MERGED.length()));
    }
    return new Place(source, Math.max(origin.lineNumber(), 0));
  }

  /** A text joined from an environment variable and a file belongs to the line in the file. */
  private static Place merged(String sources) {
    Matcher part = PART.matcher(sources);
    return part.find()
        ? new Place(part.group(1), Integer.parseInt(part.group(2)))
        : new Place(sources, 0);
  }

  /** Whether it is among the defaults of this library. */
  boolean isReference() {
    return source.equals(Reference.SOURCE);
  }

  /** Whether it is in a profile. */
  boolean isProfile() {
    return source.startsWith(Reference.PROFILE);
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line;
  }
}
