package io.kodiak.assembly;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a configuration, merged: what was set in code, the user's file, the profile, the
 * defaults. Those of a plug-in come last and belong to its own section.
 *
 * @param root the section {@code kodiak}
 * @param plugins the plug-ins that were found
 * @param base makes a relative path of the configuration absolute
 */
record Layers(Section root, Plugins plugins, UnaryOperator<Path> base) {
  private static final String ROOT = "kodiak";

  /** Loads and merges them; what is wrong is noted. */
  static Layers load(
      @Nullable Path file,
      Config overlay,
      UnaryOperator<@Nullable String> environment,
      Function<@Nullable Path, Plugins> finder,
      Problems problems) {
    ConfigFiles files = new ConfigFiles(problems);
    Config user = file == null ? ConfigFactory.empty() : files.parse(file);
    Config own = overlay.withFallback(user);
    Config defaults = Reference.defaults();
    if (file != null) {
      requireRoot(file, user, ROOT, problems);
    }
    // The profile is named by the layers above it, so these are looked at first.
    Section first =
        section(
            Substitutions.resolve(own.withFallback(defaults), files, problems, environment),
            ROOT,
            problems);
    String profile = first.choice("profile", Reference.PROFILES.get(0), Reference.PROFILES);
    Substitutions.Resolved all =
        Substitutions.resolve(
            own.withFallback(Reference.profile(profile)).withFallback(defaults),
            files,
            problems,
            environment);
    if (all.complete()) {
      reportStrangers(user, ROOT, all.firstWords(), problems);
    }
    UnaryOperator<Path> base = path -> base(file).resolve(path);
    Section root = section(all, ROOT, problems);
    Section plugins = first.section("plugins");
    Path folder = plugins.isSet("directory") ? pluginFolder(plugins, base) : null;
    return new Layers(root, finder.apply(folder), base);
  }

  /**
   * The one section that a file of its own holds, without any layer below it; what is wrong is
   * noted.
   */
  static Section only(
      Path file, String name, UnaryOperator<@Nullable String> environment, Problems problems) {
    ConfigFiles files = new ConfigFiles(problems);
    Config user = files.parse(file);
    requireRoot(file, user, name, problems);
    Substitutions.Resolved all = Substitutions.resolve(user, files, problems, environment);
    if (all.complete()) {
      reportStrangers(user, name, all.firstWords(), problems);
    }
    return section(all, name, problems);
  }

  private static void requireRoot(Path file, Config user, String name, Problems problems) {
    if (problems.isEmpty() && !user.root().containsKey(name)) {
      problems.add(new Place(file.toString(), 0), "there is no section " + name + " { … } in it");
    }
  }

  private static @Nullable Path pluginFolder(Section plugins, UnaryOperator<Path> base) {
    String folder = plugins.optionalText("directory");
    return folder == null || folder.isEmpty() ? null : base.apply(Path.of(folder)).normalize();
  }

  private static Path base(@Nullable Path file) {
    Path parent = file == null ? null : file.toAbsolutePath().getParent();
    return parent == null ? Path.of("").toAbsolutePath() : parent;
  }

  private static Section section(Substitutions.Resolved resolved, String name, Problems problems) {
    ConfigObject all = resolved.config().root();
    if (all.get(name) instanceof ConfigObject object) {
      return new Section("", object, problems);
    }
    new Section("", all, problems).object(name);
    return new Section("", ConfigValueFactory.fromMap(Map.of()), problems);
  }

  /** Beside its section, a file may hold only what its substitutions refer to. */
  private static void reportStrangers(
      Config user, String name, Set<String> referred, Problems problems) {
    Section top = new Section("", user.root(), problems);
    for (String key : new TreeSet<>(user.root().keySet())) {
      if (!key.equals(name) && !referred.contains(key)) {
        problems.add(
            top.place(key),
            Literals.key(key)
                + ": unknown key."
                + Nearest.hint(key, Set.of(name))
                + "\nknown: "
                + name
                + ", and what a substitution such as ${"
                + Literals.key(key)
                + "} refers to");
      }
    }
  }

  EngineReader reader(Problems problems) {
    return new EngineReader(root, plugins, problems, base);
  }
}
