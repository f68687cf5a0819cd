package io.kodiak.benchmarks.base;

/** The part of a document, between two marks, that is made from figures. */
public final class MeasuredSection {
  private MeasuredSection() {}

  /**
   * Puts {@code measured} between the marks.
   *
   * @throws IllegalArgumentException when the document has no such marks
   */
  public static String replace(String document, String measured) {
    return between(document, "<!-- measured: begin -->", "<!-- measured: end -->", measured);
  }

  /**
   * Does so where there are several such parts.
   *
   * @param name of the part, which its marks have
   * @throws IllegalArgumentException when the document has no such marks
   */
  public static String replace(String document, String name, String measured) {
    return between(
        document,
        "<!-- measured " + name + ": begin -->",
        "<!-- measured " + name + ": end -->",
        measured);
  }

  private static String between(String document, String from, String to, String measured) {
    int begin = document.indexOf(from);
    int end = document.indexOf(to);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("there is no " + from + " … " + to);
    }
    return document.substring(0, begin + from.length()) + "\n" + measured + document.substring(end);
  }
}
