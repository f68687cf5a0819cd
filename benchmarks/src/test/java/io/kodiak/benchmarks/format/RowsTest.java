package io.kodiak.benchmarks.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowsTest {
  private static final int COUNT = 3_000;

  private final Rows rows = new Rows(COUNT, 1);

  @Test
  void keysAscendAndValuesAndSequencesAreDistinct() {
    List<Slice> keys = new ArrayList<>();
    Set<Slice> values = new HashSet<>();
    Set<Long> sequences = new HashSet<>();
    EntryView view = new EntryView();
    for (int row = 0; row < COUNT; row++) {
      rows.read(row, view);
      keys.add(view.keySlice());
      values.add(view.valueSlice());
      sequences.add(view.sequence());
      assertThat(rows.isKey(row, view.keySlice().toByteArray())).isTrue();
      assertThat(rows.isValue(row, view.valueSlice().toByteArray())).isTrue();
      assertThat(rows.isValue((row + 1) % COUNT, view.valueSlice().toByteArray())).isFalse();
    }
    assertThat(keys).isSorted().doesNotHaveDuplicates();
    assertThat(values).hasSize(COUNT);
    assertThat(sequences).hasSize(COUNT).allMatch(one -> one >= 1 && one <= COUNT);
  }

  @Test
  void anOrderHoldsEveryRowOnce() {
    assertThat(rows.order(7)).containsExactlyInAnyOrder(IntStream.range(0, COUNT).toArray());
    assertThat(rows.order(7)).isEqualTo(new Rows(COUNT, 1).order(7)).isNotEqualTo(rows.order(8));
  }

  @Test
  void aTallyNoticesMissingSwappedAndChangedRows() {
    assertThatThrownBy(() -> tally(0, 1).check(tally(0, 1, 2), "a scan"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a scan read 2 rows");
    assertThatThrownBy(() -> tally(0, 2, 1).check(tally(0, 1, 2), "a scan"))
        .hasMessageContaining("with the sum");
    assertThatThrownBy(() -> tally(0, 1, 1).check(tally(0, 1, 2), "a scan"))
        .hasMessageContaining("with the sum");
  }

  @Test
  void buffersCountAsArraysDo() {
    Tally tally = new Tally();
    for (int row = 0; row < COUNT; row++) {
      tally.row(
          buffer(rows.keys(), Rows.keyStart(row), Rows.KEY_BYTES),
          Rows.KEY_BYTES,
          buffer(rows.values(), Rows.valueStart(row), Rows.VALUE_BYTES),
          Rows.VALUE_BYTES);
    }
    tally.check(rows.all(), "buffers");
    assertThat(tally.count()).isEqualTo(COUNT);
  }

  private static ByteBuffer buffer(byte[] array, int offset, int length) {
    return ByteBuffer.allocateDirect(length)
        .put(0, array, offset, length)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private Tally tally(int... numbers) {
    Tally tally = new Tally();
    for (int row : numbers) {
      tally.row(
          rows.keys(),
          Rows.keyStart(row),
          Rows.KEY_BYTES,
          rows.values(),
          Rows.valueStart(row),
          Rows.VALUE_BYTES);
    }
    return tally;
  }
}
