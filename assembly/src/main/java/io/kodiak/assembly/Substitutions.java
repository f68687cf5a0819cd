package io.kodiak.assembly;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code ${path}} by what is at that path, or by the environment variable of that name,
 * within a budget.
 *
 * <p>The configuration library resolves without one, so that ten lines of {@code ${a}${a}} exhaust
 * the heap. Here the library is given the configuration under a key that no path begins with: it
 * finds nothing by itself and turns to this resolver for every single substitution, which looks the
 * value up, resolves it in the same way, and charges its size before handing it out.
 *
 * <p>A value that refers to itself, which {@code +=} does as well, is refused.
 */
final class Substitutions implements ConfigResolver {
  /** What all replaced values together may weigh: their characters, and 16 for every value. */
  static final long BUDGET = 1 << 20;

  /** How long a chain of values may be of which each refers to the next. */
  static final int MAX_CHAIN = 16;

  /** Marks values whose problem is known already, so that none is reported because of it. */
  static final String UNRESOLVED = "(unresolved)";

  /** After so many paths that do not exist, the rest is not looked for. */
  private static final int MAX_MISSING = 50;

  /** A key that no text can have been written for. */
  private static final String WRAPPER = "kodiak-" + ThreadLocalRandom.current().nextLong();

  private static final int WEIGHT_OF_VALUE = 16;

  private final Config raw;
  private final ConfigFiles files;
  private final Problems problems;
  private final UnaryOperator<@Nullable String> environment;
  private final Map<String, ConfigValue> known = new HashMap<>();
  private final Set<String> inProgress = new HashSet<>();
  private final Set<String> firstWords = new HashSet<>();
  private String lastMissing = "";
  private long weight;

  private Substitutions(
      Config raw,
      ConfigFiles files,
      Problems problems,
      UnaryOperator<@Nullable String> environment) {
    this.raw = raw;
    this.files = files;
    this.problems = problems;
    this.environment = environment;
  }

  /**
   * A configuration without substitutions.
   *
   * @param config the configuration; empty when a problem left nothing of it
   * @param firstWords the first words of all paths that something referred to
   * @param complete whether all of them are known
   */
  record Resolved(Config config, Set<String> firstWords, boolean complete) {}

  /** Replaces all substitutions; those that cannot be are noted. */
  static Resolved resolve(
      Config raw,
      ConfigFiles files,
      Problems problems,
      UnaryOperator<@Nullable String> environment) {
    Substitutions substitutions = new Substitutions(raw, files, problems, environment);
    ConfigValue resolved = substitutions.resolveAll();
    Config config =
        resolved instanceof ConfigObject object ? object.toConfig() : ConfigFactory.empty();
    return new Resolved(config, Set.copyOf(substitutions.firstWords), resolved != null);
  }

  /** Begins anew after each path that cannot be found, to find all of them. */
  private @Nullable ConfigValue resolveAll() {
    for (int missing = 0; missing < MAX_MISSING; missing++) {
      try {
        weight = 0;
        return resolve(raw.root());
      } catch (ConfigException.UnresolvedSubstitution e) {
        Place place = Place.of(e.origin());
        problems.add(
            place, "${" + lastMissing + "}: neither a setting nor an environment variable");
        known.put(lastMissing, ConfigValueFactory.fromAnyRef("", UNRESOLVED));
        inProgress.clear();
      } catch (Refusal e) {
        problems.add(files.find("{" + e.path), "${" + e.path + "}: " + e.reason);
        return null;
      } catch (ConfigException e) {
        Place place = e.origin() == null ? files.find("${") : Place.of(e.origin());
        problems.add(place, ConfigFiles.reason(e));
        return null;
      }
    }
    return null;
  }

  private @Nullable ConfigValue resolve(ConfigValue value) {
    ConfigResolveOptions options =
        ConfigResolveOptions.defaults().setUseSystemEnvironment(false).appendResolver(this);
    return value.atKey(WRAPPER).resolve(options).root().get(WRAPPER);
  }

  @Override
  public @Nullable ConfigValue lookup(String path) {
    ConfigValue value = known.get(path);
    if (value == null) {
      value = find(ConfigUtil.splitPath(path), path);
      if (value == null) {
        lastMissing = path;
        return null;
      }
      known.put(path, value);
    }
    weight += weightOf(value);
    if (weight > BUDGET) {
      throw new Refusal(path, "the substitutions make the configuration too large");
    }
    return value;
  }

  @Override
  public ConfigResolver withFallback(ConfigResolver fallback) {
    return this;
  }

  private @Nullable ConfigValue find(List<String> path, String text) {
    // In a file that was included inside a section, the library puts the section before the path.
    int last = files.hasIncludes() ? path.size() : 1;
    for (int from = 0; from < last; from++) {
      List<String> tail = path.subList(from, path.size());
      ConfigValue value = navigate(raw.root(), tail, text);
      if (value != null) {
        firstWords.add(tail.get(0));
        return value;
      }
    }
    String variable = files.hasIncludes() ? path.get(path.size() - 1) : String.join(".", path);
    String value = environment.apply(variable);
    return value == null
        ? null
        : ConfigValueFactory.fromAnyRef(value, "environment variable " + variable);
  }

  /** Resolves only the values along the path. */
  private @Nullable ConfigValue navigate(ConfigObject root, List<String> path, String text) {
    ConfigValue value = root;
    for (int i = 0; i < path.size() && value != null; i++) {
      ConfigObject object = objectAt(value, path.subList(0, i), text);
      value = object == null ? null : object.get(path.get(i));
    }
    return value == null ? null : settled(value, path, text);
  }

  private @Nullable ConfigObject objectAt(ConfigValue value, List<String> path, String text) {
    ConfigValue at = isPlainObject(value) ? value : settled(value, path, text);
    return at instanceof ConfigObject object ? object : null;
  }

  /** Whether its keys can be looked at although their values may hold substitutions. */
  private static boolean isPlainObject(ConfigValue value) {
    try {
      return value instanceof ConfigObject object && !object.containsKey(WRAPPER);
    } catch (ConfigException.NotResolved e) {
      return false;
    }
  }

  private @Nullable ConfigValue settled(ConfigValue value, List<String> path, String text) {
    String name = ConfigUtil.joinPath(path);
    if (!inProgress.add(name)) {
      throw new Refusal(
          text,
          "the value refers to itself, also through += or other values; write it out in full");
    }
    if (inProgress.size() > MAX_CHAIN) {
      throw new Refusal(
          text, "a chain of more than " + MAX_CHAIN + " values of which each refers to the next");
    }
    ConfigValue settled = resolve(value);
    inProgress.remove(name);
    return settled;
  }

  private static long weightOf(ConfigValue value) {
    long weight = WEIGHT_OF_VALUE;
    if (value.valueType() == ConfigValueType.OBJECT) {
      for (Map.Entry<String, ConfigValue> entry : ((ConfigObject) value).entrySet()) {
        weight += entry.getKey().length() + weightOf(entry.getValue());
      }
    } else if (value.valueType() == ConfigValueType.LIST) {
      for (ConfigValue item : (ConfigList) value) {
        weight += weightOf(item);
      }
    } else if (value.valueType() == ConfigValueType.STRING) {
      weight += ((String) value.unwrapped()).length();
    }
    return weight;
  }

  /** A substitution that is not made; the place is found by its path. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String path;
    private final String reason;

    Refusal(String path, String reason) {
      super(reason);
      this.path = path;
      this.reason = reason;
    }
  }
}
