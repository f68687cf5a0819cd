package io.kodiak.cli;

/** What the command tells the shell. */
final class ExitCode {
  static final int OK = 0;
  static final int NOT_FOUND = 1;
  static final int USAGE = 2;
  static final int DATA = 3;

  private ExitCode() {}
}
