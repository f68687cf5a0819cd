package io.kodiak.benchmarks.base;

/** The part of a document, between two marks, that is made from figures. */
public final class MeasuredSection {
  private static final String BEGIN = "<!-- measured: begin -->";
  private static final String END = "<!-- measured: end -->";

  private MeasuredSection() {}

  /**
   * Puts {@code measured} between the marks.
   *
   * @throws IllegalArgumentException when the document has no such marks
   */
  public static String replace(String document, String measured) {
    int begin = document.indexOf(BEGIN);
    int end = document.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("there is no " + BEGIN + " … " + END);
    }
    return document.substring(0, begin + BEGIN.length())
        + "\n"
        + measured
        + document.substring(end);
  }
}
