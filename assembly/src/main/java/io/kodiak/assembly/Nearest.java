package io.kodiak.assembly;

import java.util.Collection;
import java.util.Comparator;

/**
 * The word that was probably meant: the one at the least optimal string alignment distance
 * (inserted, deleted, replaced and swapped letters), as described by Boytsov, "Indexing Methods for
 * Approximate Dictionary Searching", 2011.
 */
final class Nearest {
  private Nearest() {}

  /** Ends a message: {@code Did you mean "skiplist"?} with a leading blank, or nothing. */
  static String hint(String word, Collection<String> known) {
    // Longer words may be further off; what differs in more than a third is another word.
    int most = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= most)
        .min(
            Comparator.comparingInt((String candidate) -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .map(candidate -> " Did you mean \"" + candidate + "\"?")
        .orElse("");
  }

  static int distance(String a, String b) {
    int[] twoAgo = new int[b.length() + 1];
    int[] before = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(before[j], row[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], twoAgo[j - 2] + 1);
        }
      }
      int[] free = twoAgo;
      twoAgo = before;
      before = row;
      row = free;
    }
    return before[b.length()];
  }
}
