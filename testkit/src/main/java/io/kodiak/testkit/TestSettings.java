package io.kodiak.testkit;

import io.kodiak.api.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings out of a map, for the tests of plug-ins, strict in both directions.
 *
 * <p>Towards the user, as an engine is: a value of the wrong type or outside its bounds is noted in
 * {@link #problems()} and the default holds; keys that nobody asked for are in {@link
 * #unknownKeys()}. Towards the plug-in: a default outside its own bounds, a key that is not
 * lower-case words joined by hyphens, and one key read as two types are faults, thrown at once as
 * {@link IllegalArgumentException}.
 *
 * <p>Values are of the type of the read ({@link String}, {@link Boolean}, a whole {@link Number}, a
 * {@link Number}, {@link Duration}); a size may also be a text such as {@code 64 KiB}. A nested map
 * is a section. Not safe for use by several threads.
 */
public final class TestSettings implements Settings {
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private static final Pattern SIZE = Pattern.compile("(\\d{1,9}) ?([BKMGT])(?:(?<!B)iB)?");

  private final String path;
  private final Map<String, Object> values;
  private final Map<String, Asked> asked = new TreeMap<>();
  private final Map<String, TestSettings> sections = new TreeMap<>();
  private final List<String> problems;

  /** How a key was read, and values other than its default that it may have. */
  private record Asked(String type, List<?> others) {}

  private TestSettings(String path, Map<?, ?> values, List<String> problems) {
    this.path = path;
    this.values = new TreeMap<>();
    values.forEach((key, value) -> this.values.put((String) key, value));
    this.problems = problems;
  }

  /** Settings in which the user set nothing. */
  public static TestSettings empty() {
    return of(Map.of());
  }

  /** Settings with these values. */
  public static TestSettings of(Map<String, ?> values) {
    return new TestSettings("", values, new ArrayList<>());
  }

  /** What the user got wrong, so far, in this and all sections; best asked for at the end. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** The keys that have a value and that nobody asked for, with the path of their section. */
  public Set<String> unknownKeys() {
    Set<String> unknown = new TreeSet<>();
    for (String key : values.keySet()) {
      if (sections.containsKey(key)) {
        unknown.addAll(sections.get(key).unknownKeys());
      } else if (!asked.containsKey(key)) {
        unknown.add(path + key);
      }
    }
    return unknown;
  }

  /** The keys that were asked for, with the path of their section: those that exist. */
  public Set<String> knownKeys() {
    Set<String> known = new TreeSet<>();
    asked.keySet().forEach(key -> known.add(path + key));
    sections.values().forEach(section -> known.addAll(section.knownKeys()));
    return known;
  }

  /** Values that the key of that path may have, other than its default; it was asked for. */
  List<?> others(String key) {
    int dot = key.indexOf('.');
    return dot < 0
        ? asked.get(key).others
        : sections.get(key.substring(0, dot)).others(key.substring(dot + 1));
  }

  /**
   * Fails unless every value was right and every key was asked for.
   *
   * @throws AssertionError naming every problem and every unknown key
   */
  public void verify() {
    List<String> all = new ArrayList<>(problems);
    unknownKeys().forEach(key -> all.add(key + ": no such setting; known: " + knownKeys()));
    if (!all.isEmpty()) {
      throw new AssertionError(String.join("\n", all));
    }
  }

  @Override
  public String text(String key, String defaultValue) {
    ask(key, "text", List.of());
    return value(key, String.class, defaultValue, "a text");
  }

  @Override
  public String choice(String key, String defaultValue, List<String> choices) {
    ask(key, "choice", choices);
    requireDefault(choices.contains(defaultValue), key, defaultValue);
    String value = value(key, String.class, defaultValue, "one of " + choices);
    return choices.contains(value) ? value : wrong(key, defaultValue, "one of " + choices);
  }

  @Override
  public boolean flag(String key, boolean defaultValue) {
    ask(key, "flag", List.of(!defaultValue));
    return value(key, Boolean.class, defaultValue, "true or false");
  }

  @Override
  public long number(String key, long defaultValue, long min, long max) {
    ask(key, "number", List.of(min, max));
    return whole(key, defaultValue, min, max);
  }

  @Override
  public long bytes(String key, long defaultValue, long min, long max) {
    ask(key, "bytes", List.of(min, max));
    values.computeIfPresent(key, (name, value) -> size(value));
    return whole(key, defaultValue, min, max);
  }

  /** The bytes that a text such as {@code 64 KiB} means; what is no such text as it is. */
  private static Object size(Object value) {
    Matcher size = SIZE.matcher(value.toString());
    return value instanceof String && size.matches()
        ? Long.parseLong(size.group(1)) << (10 * "BKMGT".indexOf(size.group(2)))
        : value;
  }

  private long whole(String key, long defaultValue, long min, long max) {
    requireDefault(min <= defaultValue && defaultValue <= max, key, defaultValue);
    String wanted = "a whole number from " + min + " to " + max;
    Number value = value(key, Number.class, defaultValue, wanted);
    boolean isWhole = value instanceof Long || value instanceof Integer || value instanceof Short;
    return isWhole && min <= value.longValue() && value.longValue() <= max
        ? value.longValue()
        : wrong(key, defaultValue, wanted);
  }

  @Override
  public double decimal(String key, double defaultValue, double min, double max) {
    ask(key, "decimal", List.of(min, max));
    requireDefault(min <= defaultValue && defaultValue <= max, key, defaultValue);
    String wanted = "a number from " + min + " to " + max;
    double value = value(key, Number.class, defaultValue, wanted).doubleValue();
    return min <= value && value <= max ? value : wrong(key, defaultValue, wanted);
  }

  @Override
  public Duration duration(String key, Duration defaultValue, Duration min, Duration max) {
    ask(key, "duration", List.of(min, max));
    requireDefault(within(defaultValue, min, max), key, defaultValue);
    String wanted = "a duration from " + min + " to " + max;
    Duration value = value(key, Duration.class, defaultValue, wanted);
    return within(value, min, max) ? value : wrong(key, defaultValue, wanted);
  }

  private static boolean within(Duration value, Duration min, Duration max) {
    return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
  }

  @Override
  public Settings section(String key) {
    requireKey(key);
    if (asked.containsKey(key)) {
      throw new IllegalArgumentException(path + key + " is read as a value and as a section");
    }
    return sections.computeIfAbsent(key, this::openSection);
  }

  private TestSettings openSection(String key) {
    Map<?, ?> below = value(key, Map.class, Map.of(), "a section");
    return new TestSettings(path + key + ".", below, problems);
  }

  private void ask(String key, String type, List<?> others) {
    requireKey(key);
    Asked before = asked.putIfAbsent(key, new Asked(type, others));
    if ((before != null && !before.type.equals(type)) || sections.containsKey(key)) {
      String other = before == null ? "section" : before.type;
      throw new IllegalArgumentException(path + key + " is read as " + other + " and as " + type);
    }
  }

  private void requireKey(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          path + key + ": a key is made of lower-case words joined by hyphens");
    }
  }

  private void requireDefault(boolean holds, String key, Object defaultValue) {
    if (!holds) {
      throw new IllegalArgumentException(
          path + key + ": the default " + defaultValue + " is outside its own bounds");
    }
  }

  private <T> T value(String key, Class<T> type, T defaultValue, String wanted) {
    Object value = values.get(key);
    if (value == null) {
      return defaultValue;
    }
    return type.isInstance(value) ? type.cast(value) : wrong(key, defaultValue, wanted);
  }

  private <T> T wrong(String key, T defaultValue, String wanted) {
    problems.add(path + key + " = " + values.get(key) + ": expected " + wanted);
    return defaultValue;
  }
}
