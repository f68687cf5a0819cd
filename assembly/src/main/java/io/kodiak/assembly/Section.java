package io.kodiak.assembly;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.kodiak.api.Settings;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One section of a configuration, read by name and type. It remembers what was asked for, so that
 * other keys can be reported and the effective values be shown.
 */
final class Section implements Settings {
  private static final String DEFAULT_ORIGIN = "default";

  private final String path;
  private final ConfigObject values;
  private final Problems problems;
  private final Map<String, Setting> asked = new LinkedHashMap<>();
  private final Map<String, Section> sections = new LinkedHashMap<>();
  private final Set<String> alsoKnown = new TreeSet<>();
  private final Set<String> optional = new HashSet<>();
  private final Set<String> used = new HashSet<>();

  /**
   * A section.
   *
   * @param path what messages put before the keys, ending in a dot unless empty
   */
  Section(String path, ConfigObject values, Problems problems) {
    this.path = path;
    this.values = values;
    this.problems = problems;
  }

  /** The settings that were asked for, by key, in the order of asking. */
  Map<String, Setting> asked() {
    return asked;
  }

  /** The sections that were asked for, by key, in the order of asking. */
  Map<String, Section> sections() {
    return sections;
  }

  /** What messages call a key of this section. */
  String name(String key) {
    return path + key;
  }

  /** Adds keys that there are, although nobody asked for them. */
  void alsoKnown(Set<String> keys) {
    alsoKnown.addAll(keys);
  }

  /** Marks a section that has no effect unless it is used. */
  void optional(String key) {
    optional.add(key);
  }

  /** Marks a section as having an effect. */
  void use(String key) {
    used.add(key);
  }

  /** Whether the section at a key has an effect. */
  boolean isUsed(String key) {
    return used.contains(key) || !optional.contains(key);
  }

  /** Has the effective value of a key shown in other words than the user's. */
  void show(String key, String value) {
    asked.computeIfPresent(
        key, (k, s) -> new Setting(k, value, s.origin(), s.kind(), s.defaultValue()));
  }

  /** All that is set here, also by the layers below the user's. */
  ConfigObject values() {
    return values;
  }

  /** Where the value of a key was set; the section's own place when it was not. */
  Place place(String key) {
    ConfigValue value = values.get(key);
    Place place = Place.of(value == null ? values.origin() : value.origin());
    if (place.isReference()) {
      return new Place("the defaults", 0);
    }
    // The lines of a profile say nothing to those who do not have its file.
    return place.isProfile() ? new Place(place.source(), 0) : place;
  }

  /** Notes a problem with the value of a key. */
  void problem(String key, String text) {
    ConfigValue value = values.get(key);
    if (value == null) {
      problems.add(place(key), path + key + ": " + text);
    } else if (!isUnresolved(value)) {
      problems.add(place(key), path + key + " = " + Literals.shown(value) + ": " + text);
    }
  }

  /** Whether the user set the key, to anything but null. */
  boolean isSet(String key) {
    ConfigValue value = values.get(key);
    return value != null && value.valueType() != ConfigValueType.NULL;
  }

  /** Whether no one but this library set the key. */
  boolean isDefault(String key) {
    ConfigValue value = values.get(key);
    return value == null || Place.of(value.origin()).isReference();
  }

  /** Whether the value of a key is a list. */
  boolean isList(String key) {
    return values.get(key) instanceof ConfigList;
  }

  @Override
  public String text(String key, String defaultValue) {
    return read(
        key, defaultValue, "text", Literals::text, value -> converted(key, value, "text").text());
  }

  /** A text that need not be there. */
  @Nullable String optionalText(String key) {
    if (isSet(key)) {
      return text(key, "");
    }
    noteUnset(key, "text");
    return null;
  }

  /** A whole number that need not be there. */
  @Nullable Long optionalNumber(String key, long min, long max) {
    if (isSet(key)) {
      return number(key, min, min, max);
    }
    noteUnset(key, Literals.range("a whole number", String.valueOf(min), String.valueOf(max)));
    return null;
  }

  /** Notes that a key which need not be there is not. */
  void noteUnset(String key, String kind) {
    ConfigValue value = values.get(key);
    String origin = value == null ? DEFAULT_ORIGIN : origin(value);
    asked.put(key, new Setting(key, "null", origin, kind, "null"));
  }

  @Override
  public String choice(String key, String defaultValue, List<String> choices) {
    String kind = String.join(" | ", choices);
    return read(
        key,
        defaultValue,
        kind,
        Literals::text,
        value -> converted(key, value, kind).choice(choices));
  }

  @Override
  public boolean flag(String key, boolean defaultValue) {
    return read(
        key,
        defaultValue,
        "true | false",
        String::valueOf,
        value -> converted(key, value, "true or false").flag());
  }

  @Override
  public long number(String key, long defaultValue, long min, long max) {
    String kind = Literals.range("a whole number", String.valueOf(min), String.valueOf(max));
    return read(
        key,
        defaultValue,
        kind,
        String::valueOf,
        value -> converted(key, value, kind).number(min, max));
  }

  @Override
  public double decimal(String key, double defaultValue, double min, double max) {
    String kind = Literals.range("a number", String.valueOf(min), String.valueOf(max));
    return read(
        key,
        defaultValue,
        kind,
        String::valueOf,
        value -> converted(key, value, kind).decimal(min, max));
  }

  @Override
  public long bytes(String key, long defaultValue, long min, long max) {
    String kind = Literals.range("a size", Units.bytes(min), Units.bytes(max));
    return read(
        key,
        defaultValue,
        kind,
        Units::bytes,
        value -> converted(key, value, kind).bytes(min, max));
  }

  @Override
  public Duration duration(String key, Duration defaultValue, Duration min, Duration max) {
    String kind = Literals.range("a duration", Units.duration(min), Units.duration(max));
    return read(
        key,
        defaultValue,
        kind,
        Units::duration,
        value -> converted(key, value, kind).duration(min, max));
  }

  @Override
  public Section section(String key) {
    Section before = sections.get(key);
    return before == null ? section(key, key, null) : before;
  }

  /**
   * The section at a key, with values for what is not set in it.
   *
   * @param name what messages call it
   */
  Section section(String key, String name, @Nullable ConfigObject fallback) {
    ConfigObject below = object(key);
    ConfigObject all = fallback == null ? below : below.withFallback(fallback);
    Section section = new Section(name.isEmpty() ? "" : path + name + ".", all, problems);
    sections.put(key, section);
    return section;
  }

  /** A section that stands in the value of a key here, such as in a list. */
  Section within(String name, ConfigObject itsValues) {
    return new Section(path + name + ".", itsValues, problems);
  }

  /** The values of the section at a key; none when it is not set. */
  ConfigObject object(String key) {
    ConfigValue value = values.get(key);
    if (value instanceof ConfigObject object) {
      return object;
    }
    if (isSet(key)) {
      problem(key, "expected a section, as in " + key + " { … }");
    }
    return ConfigValueFactory.fromMap(Map.of(), Place.of(values.origin()).source());
  }

  /**
   * Notes every key that nobody asked for, here and in the sections below. A profile may have
   * settings for plug-ins that are not installed.
   */
  void reportUnknown() {
    Set<String> known = new TreeSet<>(asked.keySet());
    known.addAll(sections.keySet());
    known.addAll(alsoKnown);
    for (String key : new TreeSet<>(values.keySet())) {
      if (!known.contains(key) && !place(key).isProfile()) {
        String list = known.isEmpty() ? "(none)" : String.join(", ", known);
        problems.add(
            place(key),
            path
                + Literals.key(key)
                + ": unknown key."
                + Nearest.hint(key, known)
                + "\nknown: "
                + list);
      }
    }
    sections.values().forEach(Section::reportUnknown);
  }

  /**
   * Reads a value of any type.
   *
   * @param kind what is expected, for people
   * @param literal how the default is written
   * @param conversion {@code null} from it: a problem, which it has noted
   */
  <T> T read(
      String key,
      T defaultValue,
      String kind,
      Function<T, String> literal,
      Function<ConfigValue, @Nullable T> conversion) {
    ConfigValue value = values.get(key);
    boolean set = value != null && isSet(key) && !isUnresolved(value);
    T read = set ? conversion.apply(value) : null;
    T effective = read == null ? defaultValue : read;
    String shown = set ? Literals.value(value) : literal.apply(defaultValue);
    String origin = set ? origin(value) : DEFAULT_ORIGIN;
    asked.put(key, new Setting(key, shown, origin, kind, literal.apply(defaultValue)));
    return effective;
  }

  private static String origin(ConfigValue value) {
    Place place = Place.of(value.origin());
    if (place.isReference()) {
      return DEFAULT_ORIGIN;
    }
    return place.isProfile() ? place.source() : place.toString();
  }

  private static boolean isUnresolved(ConfigValue value) {
    return value.origin().description().contains(Substitutions.UNRESOLVED);
  }

  private Conversion converted(String key, ConfigValue value, String kind) {
    return new Conversion(value, kind, problem -> problem(key, problem));
  }
}
