package io.kodiak.engine.database;

import java.util.List;

/**
 * What reading everything found.
 *
 * @param files data files read
 * @param blocks blocks decoded
 * @param entries entries decoded
 * @param bytes bytes read
 * @param problems what is wrong, each with file and place; empty when all is well
 */
public record VerifyReport(
    int files, long blocks, long entries, long bytes, List<String> problems) {
  /** Copies the list. */
  public VerifyReport {
    problems = List.copyOf(problems);
  }

  /** Whether nothing is wrong. */
  public boolean isClean() {
    return problems.isEmpty();
  }
}
