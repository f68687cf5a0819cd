package io.kodiak.compaction.unified;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one level trades reads for writes.
 *
 * @param text how the user wrote it
 * @param fanFactor how many times as dense as this level the next one is, at least 2
 * @param threshold how many tables that share a key are merged, at least 2
 */
record Scaling(String text, int fanFactor, int threshold) {
  private static final Pattern FORM = Pattern.compile("N|([TL])([0-9]{1,4})");
  private static final int MOST = 1000;
  private static final int MOST_LEVELS = 64;

  /**
   * Reads the scaling of every level, from level 0 on.
   *
   * @throws IllegalArgumentException saying what is wrong and how it is written
   */
  static List<Scaling> list(String text) {
    String[] words = text.strip().split("\\s*,\\s*|\\s+", -1);
    if (words.length > MOST_LEVELS) {
      throw new IllegalArgumentException(
          "scaling has " + words.length + " levels, more than " + MOST_LEVELS);
    }
    List<Scaling> list = new ArrayList<>();
    for (String word : words) {
      list.add(of(word, text));
    }
    return List.copyOf(list);
  }

  private static Scaling of(String word, String text) {
    Matcher form = FORM.matcher(word);
    if (!form.matches()) {
      throw wrong(word, text);
    }
    if (form.group(1) == null) {
      return new Scaling(word, 2, 2);
    }
    int factor = Integer.parseInt(form.group(2));
    if (factor < 2 || factor > MOST) {
      throw wrong(word, text);
    }
    return new Scaling(word, factor, form.group(1).equals("T") ? factor : 2);
  }

  private static IllegalArgumentException wrong(String word, String text) {
    return new IllegalArgumentException(
        "scaling = \""
            + text
            + "\": \""
            + word
            + "\" is not N, nor T or L with a number from 2 to "
            + MOST
            + "; one for each level, such as \"T8, T4, N, L4, L10\"");
  }
}
