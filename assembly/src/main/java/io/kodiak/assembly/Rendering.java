package io.kodiak.assembly;

import io.kodiak.assembly.EffectiveConfiguration.EffectiveSetting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes effective settings as HOCON, each with its origin in a comment, aligned. */
final class Rendering {
  private static final int COMMENT_COLUMN = 48;
  private static final String TABLES = "tables";

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> path = new ArrayDeque<>();
  private final List<EffectiveSetting> settings = new ArrayList<>();

  private Rendering() {}

  /** The whole section {@code kodiak}, as a text. */
  static String text(Section root) {
    return of(root).out.toString();
  }

  /** The whole section {@code kodiak}, setting by setting. */
  static List<EffectiveSetting> settings(Section root) {
    return List.copyOf(of(root).settings);
  }

  private static Rendering of(Section root) {
    Rendering rendering = new Rendering();
    rendering.open("kodiak");
    rendering.settings(root, null);
    for (Map.Entry<String, Section> section : root.sections().entrySet()) {
      if (!section.getKey().equals(TABLES)) {
        rendering.section(section.getKey(), section.getValue(), null);
      }
    }
    rendering.tables(root);
    rendering.close();
    return rendering;
  }

  private void tables(Section root) {
    Section tables = root.sections().get(TABLES);
    if (tables == null || tables.sections().isEmpty()) {
      return;
    }
    open(TABLES);
    for (Map.Entry<String, Section> table : tables.sections().entrySet()) {
      int before = out.length();
      section(
          Literals.text(table.getKey()), table.getValue(), root.sections().get("table-defaults"));
      if (out.length() == before) {
        line(Literals.text(table.getKey()) + " {}", "as table-defaults");
      }
    }
    close();
  }

  /** A section without what equals the base; nothing when all of it does. */
  private void section(String name, Section section, @Nullable Section base) {
    int before = out.length();
    open(name);
    int opened = out.length();
    settings(section, base);
    for (Map.Entry<String, Section> below : section.sections().entrySet()) {
      String key = below.getKey();
      if (section.isUsed(key)) {
        boolean shownInBase = base != null && base.isUsed(key);
        section(key, below.getValue(), shownInBase ? base.sections().get(key) : null);
      }
    }
    if (out.length() == opened) {
      out.setLength(before);
      path.removeLast();
    } else {
      close();
    }
  }

  private void settings(Section section, @Nullable Section base) {
    for (Setting setting : section.asked().values()) {
      Setting inBase = base == null ? null : base.asked().get(setting.key());
      if (inBase == null || !inBase.value().equals(setting.value())) {
        line(setting.key() + " = " + setting.value(), setting.origin());
        settings.add(
            new EffectiveSetting(
                String.join(".", path) + "." + setting.key(), setting.value(), setting.origin()));
      }
    }
  }

  private void open(String name) {
    indent().append(name).append(" {\n");
    path.addLast(name);
  }

  private void close() {
    path.removeLast();
    indent().append("}\n");
  }

  private void line(String text, String comment) {
    int start = out.length();
    indent().append(text);
    int width = out.length() - start;
    out.append(" ".repeat(Math.max(2, COMMENT_COLUMN - width)))
        .append("# ")
        .append(comment)
        .append('\n');
  }

  private StringBuilder indent() {
    return out.append("  ".repeat(path.size()));
  }
}
