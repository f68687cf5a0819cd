package io.kodiak.assembly;

import io.kodiak.engine.database.KodiakException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is wrong with a configuration, or another file of its kind: all of it, so that the user
 * mends it in one go. A problem that is found several times, such as in every table that inherits
 * it, is kept once.
 */
final class Problems {
  /** The most problems that are shown; a file that is no configuration at all has thousands. */
  private static final int SHOWN = 50;

  private record Problem(Place place, String text) {}

  private final Set<Problem> found = new LinkedHashSet<>();
  private final String subject;

  /** Problems of the configuration. */
  Problems() {
    this("configuration");
  }

  /**
   * Problems of another file.
   *
   * @param subject what it is, for the headline
   */
  Problems(String subject) {
    this.subject = subject;
  }

  /** Notes what is wrong at a place; further lines of the text are indented. */
  void add(Place place, String text) {
    found.add(new Problem(place, text));
  }

  /** Notes what is wrong at a place and gives up, as nothing after it would make sense. */
  KodiakException fatal(Place place, String text) {
    add(place, text);
    return exception();
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /**
   * Ends the reading of a configuration.
   *
   * @throws KodiakException CONFIGURATION, with every problem, when there is one
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw exception();
    }
  }

  private KodiakException exception() {
    return new KodiakException(KodiakException.Kind.CONFIGURATION, report());
  }

  /** Every problem, by place, under a headline. */
  private String report() {
    List<Problem> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparing(Problem::place));
    String count = sorted.size() == 1 ? "1 problem" : sorted.size() + " problems";
    String more = sorted.size() > SHOWN ? "\n… and " + (sorted.size() - SHOWN) + " more" : "";
    return sorted.stream()
        .limit(SHOWN)
        .map(Problems::line)
        .collect(Collectors.joining("\n", count + " in the " + subject + ":\n", more));
  }

  private static String line(Problem problem) {
    return problem.place + "  " + problem.text.replace("\n", "\n  ");
  }
}
