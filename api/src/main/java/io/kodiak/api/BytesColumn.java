package io.kodiak.api;

import java.util.Objects;

/**
 * A column of byte strings: row {@code i} is the range of {@code array} from {@code offsets[i]},
 * inclusive, to {@code offsets[i + 1]}, exclusive.
 *
 * <p>The arrays are shared, not copied, and not to be written by anybody. They may be larger than
 * what the rows use.
 */
public final class BytesColumn implements Column {
  private final String name;
  private final byte[] array;
  private final int[] offsets;

  /**
   * Makes a column over the given arrays.
   *
   * @param offsets rising, at least one more than the rows of the block
   */
  public BytesColumn(String name, byte[] array, int[] offsets) {
    this.name = Objects.requireNonNull(name, "name");
    this.array = Objects.requireNonNull(array, "array");
    this.offsets = Objects.requireNonNull(offsets, "offsets");
  }

  @Override
  public String name() {
    return name;
  }

  /** The array that holds the bytes of all rows. */
  public byte[] array() {
    return array;
  }

  /** Where in {@link #array()} each row begins; the entry behind the last row is its end. */
  public int[] offsets() {
    return offsets;
  }

  /** Where in {@link #array()} the given row begins. */
  public int start(int row) {
    return offsets[row];
  }

  /** The length of the given row in bytes. */
  public int length(int row) {
    return offsets[row + 1] - offsets[row];
  }
}
