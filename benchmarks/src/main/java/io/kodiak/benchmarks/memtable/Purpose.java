package io.kodiak.benchmarks.memtable;

/** Which measurements a memtable is meant for; the others would only show that they are not. */
final class Purpose {
  private static final int SMALL = 10_000;

  private Purpose() {}

  static boolean fits(String memtable, Operation operation, KeyShape keys, int entries) {
    if (operation == Operation.PUT_CPU) {
      // The process's time is counted in steps that are too long for less.
      return entries > SMALL;
    }
    return switch (memtable) {
      // A lookup looks at every entry.
      case "linked-list" -> entries <= SMALL || operation.isPutOrWalk();
      default -> true;
    };
  }
}
