package io.kodiak.columnar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.storage.ql.exec.vector.UnionColumnVector;
import org.jspecify.annotations.Nullable;

/** Turns what ORC reads into values; see {@link RowCursor#value}. */
final class OrcValues {
  private OrcValues() {}

  static @Nullable Object value(ColumnVector vector, TypeDescription type, int index) {
    int row = vector.isRepeating ? 0 : index;
    if (!vector.noNulls && vector.isNull[row]) {
      return null;
    }
    return switch (type.getCategory()) {
      case BOOLEAN -> number(vector, row) != 0;
      case BYTE, SHORT, INT, LONG -> number(vector, row);
      case FLOAT, DOUBLE -> ((DoubleColumnVector) vector).vector[row];
      case STRING, VARCHAR, CHAR -> new String(bytes(vector, row), UTF_8);
      case BINARY, Geometry, Geography -> bytes(vector, row);
      case DATE -> LocalDate.ofEpochDay(number(vector, row));
      case TIMESTAMP -> LocalDateTime.ofInstant(instant(vector, row), ZoneOffset.UTC);
      case TIMESTAMP_INSTANT -> instant(vector, row);
      case DECIMAL -> ((DecimalColumnVector) vector).vector[row].getHiveDecimal().bigDecimalValue();
      case LIST -> list((ListColumnVector) vector, type, row);
      case MAP -> map((MapColumnVector) vector, type, row);
      case STRUCT -> struct((StructColumnVector) vector, type, row);
      case UNION -> {
        UnionColumnVector union = (UnionColumnVector) vector;
        int tag = union.tags[row];
        yield value(union.fields[tag], type.getChildren().get(tag), row);
      }
    };
  }

  private static long number(ColumnVector vector, int row) {
    return ((LongColumnVector) vector).vector[row];
  }

  private static byte[] bytes(ColumnVector vector, int row) {
    BytesColumnVector all = (BytesColumnVector) vector;
    int start = all.start[row];
    return Arrays.copyOfRange(all.vector[row], start, start + all.length[row]);
  }

  private static Instant instant(ColumnVector vector, int row) {
    TimestampColumnVector times = (TimestampColumnVector) vector;
    return Instant.ofEpochSecond(Math.floorDiv(times.time[row], 1_000L), times.nanos[row]);
  }

  private static List<@Nullable Object> list(
      ListColumnVector vector, TypeDescription type, int row) {
    List<@Nullable Object> values = new ArrayList<>();
    int start = Math.toIntExact(vector.offsets[row]);
    for (int i = start; i < start + vector.lengths[row]; i++) {
      values.add(value(vector.child, type.getChildren().get(0), i));
    }
    return values;
  }

  private static Map<@Nullable Object, @Nullable Object> map(
      MapColumnVector vector, TypeDescription type, int row) {
    Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
    int start = Math.toIntExact(vector.offsets[row]);
    for (int i = start; i < start + vector.lengths[row]; i++) {
      values.put(
          value(vector.keys, type.getChildren().get(0), i),
          value(vector.values, type.getChildren().get(1), i));
    }
    return values;
  }

  private static Map<String, @Nullable Object> struct(
      StructColumnVector vector, TypeDescription type, int row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 0; i < vector.fields.length; i++) {
      values.put(
          type.getFieldNames().get(i), value(vector.fields[i], type.getChildren().get(i), row));
    }
    return values;
  }
}
