package io.kodiak.assembly;

import org.jspecify.annotations.Nullable;

/**
 * Checks HOCON texts before they are parsed: the parser recurses at every opening bracket and every
 * dot of a key, so that a few kilobytes of them end in a stack overflow. It merges every statement
 * into a fresh copy of its section, which takes time by the square of their number, and
 * substitutions by its cube.
 *
 * <p>This reads just enough of the grammar to tell brackets and dots from those in quotes and
 * comments. One instance counts over all files of a configuration.
 */
final class TextBounds {
  /** The deepest nesting of sections and lists, counting the dots of keys. */
  static final int MAX_DEPTH = 100;

  /** The most settings, counting lines and items of lists. */
  static final int MAX_SETTINGS = 5_000;

  /** The most substitutions. */
  static final int MAX_SUBSTITUTIONS = 200;

  private String text = "";
  private int at;
  private int line;
  private int depth;
  private int dots;
  private int settings;
  private int substitutions;

  /** How many levels each open bracket has added: its own and those of the key before it. */
  private final int[] opened = new int[MAX_DEPTH + 1];

  private int open;

  /** What is too much, and in which line. */
  record Excess(int line, String text) {}

  /** The first excess, with this text added to those before; {@code null} when there is none. */
  @Nullable Excess check(String next) {
    text = next;
    at = 0;
    line = 1;
    depth = 0;
    dots = 0;
    open = 0;
    String excess = null;
    while (at < text.length() && excess == null) {
      step(text.charAt(at));
      excess = excess();
    }
    return excess == null ? null : new Excess(line, excess);
  }

  private @Nullable String excess() {
    if (depth + dots > MAX_DEPTH) {
      return "nested more than " + MAX_DEPTH + " levels deep";
    }
    if (settings > MAX_SETTINGS) {
      return "more than " + MAX_SETTINGS + " settings";
    }
    return substitutions > MAX_SUBSTITUTIONS
        ? "more than " + MAX_SUBSTITUTIONS + " substitutions"
        : null;
  }

  private void step(char c) {
    switch (c) {
      case '"' -> quoted();
      case '#' -> comment();
      case '/' -> slash();
      case '\n' -> {
        separate();
        line++;
      }
      case '$' -> {
        substitutions++;
        at++;
      }
      case '{', '[' -> openBracket();
      case '}', ']' -> closeBracket();
      case ',', '=', ':' -> separate();
      case '.' -> {
        dots++;
        at++;
      }
      default -> at++;
    }
  }

  /** Assignments count; blank lines and comments do not. */
  private void separate() {
    if (text.charAt(at) != '\n') {
      settings++;
    }
    dots = 0;
    at++;
  }

  private void openBracket() {
    int levels = 1 + dots;
    if (open < opened.length) {
      opened[open++] = levels;
    }
    depth += levels;
    settings++;
    dots = 0;
    at++;
  }

  private void closeBracket() {
    if (open > 0) {
      depth -= opened[--open];
    }
    dots = 0;
    at++;
  }

  private void slash() {
    if (text.startsWith("//", at)) {
      comment();
    } else {
      at++;
    }
  }

  private void comment() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  private void quoted() {
    if (text.startsWith("\"\"\"", at)) {
      int end = text.indexOf("\"\"\"", at + 3);
      skipTo(end < 0 ? text.length() : end + 3);
      while (at < text.length() && text.charAt(at) == '"') {
        at++; // quotes at the very end belong to the text
      }
      return;
    }
    at++;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at < text.length() && text.charAt(at) == '"') {
      at++;
    }
  }

  private void skipTo(int end) {
    for (; at < end; at++) {
      if (text.charAt(at) == '\n') {
        line++;
      }
    }
  }
}
