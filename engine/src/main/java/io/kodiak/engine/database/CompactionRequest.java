package io.kodiak.engine.database;

import io.kodiak.api.KeyRange;
import java.util.OptionalInt;

/**
 * Which part of a table to compact by hand, and into which level.
 *
 * @param range the keys; files that reach beyond are merged whole
 * @param level the level to merge into, 0 to {@value #DEEPEST}: files of deeper ones are left
 *     alone; empty: the deepest level with data, but not level 0
 */
public record CompactionRequest(KeyRange range, OptionalInt level) {
  /** The deepest level that may be asked for. */
  public static final int DEEPEST = 63;

  /** Everything, into the deepest level. */
  public static final CompactionRequest ALL =
      new CompactionRequest(KeyRange.all(), OptionalInt.empty());

  /** Checks the level, and that some key can be in the range. */
  public CompactionRequest {
    if (range.isEmpty()) {
      throw new IllegalArgumentException(
          "no key lies between " + range.from() + " and " + range.to() + ": the first is not less");
    }
    if (level.isPresent() && (level.getAsInt() < 0 || level.getAsInt() > DEEPEST)) {
      throw new IllegalArgumentException(
          "level " + level.getAsInt() + " is not one of 0 to " + DEEPEST);
    }
  }

  /** The same for these keys only. */
  public CompactionRequest withRange(KeyRange keys) {
    return new CompactionRequest(keys, level);
  }

  /**
   * The same into this level.
   *
   * @param number 0 to {@value #DEEPEST}
   */
  public CompactionRequest withLevel(int number) {
    return new CompactionRequest(range, OptionalInt.of(number));
  }

  /**
   * How far a compaction by hand has come.
   *
   * @param table the name of the table
   * @param files how many files are merged; 0 before it has begun, and when there are none
   * @param bytes their size
   * @param bytesDone how much of that has been read
   */
  public record Progress(String table, int files, long bytes, long bytesDone) {}
}
