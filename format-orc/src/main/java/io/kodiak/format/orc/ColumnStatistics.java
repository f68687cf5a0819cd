package io.kodiak.format.orc;

/** What is known of the values of one column in a row group, a stripe or a file. */
final class ColumnStatistics {
  private final int type;
  private long values;
  private boolean nulls;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;
  private long sum;

  /** Whether the sum is too large for 64 bits, so that none is told. */
  private boolean overflown;

  /**
   * Makes statistics of no values.
   *
   * @param type of the column, as {@link Layout} has it
   */
  ColumnStatistics(int type) {
    this.type = type;
  }

  long least() {
    return least;
  }

  long greatest() {
    return greatest;
  }

  /** Counts rows that have nothing but their number. */
  void addRows(int count) {
    values += count;
  }

  /** Counts the numbers from {@code from} to {@code to}. */
  void addNumbers(long[] numbers, int from, int to) {
    for (int i = from; i < to; i++) {
      long number = numbers[i];
      least = Math.min(least, number);
      greatest = Math.max(greatest, number);
      addToSum(number);
    }
    values += to - from;
  }

  /** Counts so many byte strings of so many bytes in all. */
  void addBytes(int count, long bytes, boolean hasNulls) {
    values += count;
    nulls |= hasNulls;
    addToSum(bytes);
  }

  /** Counts what other statistics of the same column have counted. */
  void add(ColumnStatistics other) {
    values += other.values;
    nulls |= other.nulls;
    least = Math.min(least, other.least);
    greatest = Math.max(greatest, other.greatest);
    overflown |= other.overflown;
    addToSum(other.sum);
  }

  private void addToSum(long number) {
    long next = sum + number;
    // Nothing that is summed here is negative.
    overflown |= next < sum;
    sum = next;
  }

  /** Writes them as the field of a message. */
  void write(ProtoOutput out, int field) {
    out.begin(field);
    out.number(1, values);
    switch (type) {
      case Layout.TYPE_INT, Layout.TYPE_LONG -> {
        out.begin(2);
        out.signed(1, least);
        out.signed(2, greatest);
        if (!overflown) {
          out.signed(3, sum);
        }
        out.end();
      }
      case Layout.TYPE_BINARY -> {
        out.begin(8);
        if (!overflown) {
          out.signed(1, sum);
        }
        out.end();
      }
      default -> {
        // A row as a whole has its number only.
      }
    }
    out.flag(10, nulls);
    out.end();
  }
}
