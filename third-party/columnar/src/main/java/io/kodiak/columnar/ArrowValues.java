package io.kodiak.columnar;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.ElementAddressableVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;

/** Turns what Arrow's vectors hold into values; see {@link RowCursor#value}. */
final class ArrowValues {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** What an object and the reference to it take at least, about, in bytes. */
  private static final long OBJECT_BYTES = 32;

  private final Map<Long, FieldVector> dictionaries;
  private final Guard guard;

  /** How much of dictionaries this value has repeated, in bytes of memory, about. */
  private long repeated;

  /** How many dictionaries lead to what is read now. */
  private int depth;

  /**
   * Reads indices into dictionaries as the values that they stand for.
   *
   * @param dictionaries by their ids
   */
  ArrowValues(Map<Long, FieldVector> dictionaries, Guard guard) {
    this.dictionaries = dictionaries;
    this.guard = guard;
  }

  /** The value in a row. */
  @Nullable Object of(ValueVector vector, int row) throws IOException {
    repeated = 0;
    depth = 0;
    return value(vector, row);
  }

  private @Nullable Object value(ValueVector vector, int row) throws IOException {
    if (vector.isNull(row)) {
      return null;
    }
    repeat(OBJECT_BYTES);
    DictionaryEncoding encoding = vector.getField().getDictionary();
    if (encoding != null && vector instanceof BaseIntVector indices) {
      return value(encoding.getId(), indices.getValueAsLong(row));
    }
    if (vector instanceof MapVector map) {
      return map(map, row);
    }
    if (vector instanceof BaseListVector list) {
      return list(list, row);
    }
    if (vector instanceof StructVector struct) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (FieldVector child : struct.getChildrenFromFields()) {
        values.put(child.getName(), value(child, row));
      }
      return values;
    }
    if (vector instanceof Float2Vector half) {
      return (double) half.getValueAsFloat(row);
    }
    if (vector instanceof TimeMilliVector time) {
      return number(time.getField().getType(), time.get(row));
    }
    if (depth > 0
        && vector instanceof ElementAddressableVector bytes
        && !(vector instanceof BitVector)) {
      repeat(bytes.getDataPointer(row).getLength());
    }
    return scalar(vector, vector.getObject(row));
  }

  private @Nullable Object value(long id, long index) throws IOException {
    FieldVector dictionary = dictionaries.get(id);
    if (dictionary == null) {
      throw new IOException("the dictionary " + id + " is missing");
    }
    int count = dictionary.getValueCount();
    if (index < 0 || index >= count) {
      throw new IOException("the dictionary " + id + " has " + count + " values, none at " + index);
    }
    depth++;
    Object value = value(dictionary, (int) index);
    depth--;
    return value;
  }

  /** Four bytes of an index can stand for a list of indices that each stand for a list. */
  private void repeat(long bytes) throws TooLarge {
    if (depth > 0) {
      repeated += bytes;
      guard.requireMemory("a value made of dictionaries", repeated);
    }
  }

  private List<@Nullable Object> list(BaseListVector vector, int row) throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    ValueVector child =
        vector instanceof FixedSizeListVector fixed
            ? fixed.getDataVector()
            : vector.getChildrenFromFields().get(0);
    for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
      values.add(value(child, i));
    }
    return values;
  }

  private Map<@Nullable Object, @Nullable Object> map(MapVector vector, int row)
      throws IOException {
    Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
    StructVector entries = (StructVector) vector.getDataVector();
    ValueVector keys = entries.getChildrenFromFields().get(0);
    ValueVector items = entries.getChildrenFromFields().get(1);
    for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
      values.put(value(keys, i), value(items, i));
    }
    return values;
  }

  /** What the library returns for scalars depends on the kind of vector. */
  private static @Nullable Object scalar(ValueVector vector, @Nullable Object stored) {
    ArrowType type = vector.getField().getType();
    if (stored instanceof Text || stored instanceof TemporalAmount) {
      return stored.toString();
    }
    if (stored instanceof Float number) {
      return number.doubleValue();
    }
    if (stored instanceof Character unsigned) {
      return (long) unsigned;
    }
    if (stored instanceof LocalDateTime time) {
      return type instanceof ArrowType.Date ? time.toLocalDate() : time;
    }
    if (stored instanceof Number number
        && !(stored instanceof BigDecimal)
        && !(stored instanceof Double)) {
      return number(type, number.longValue());
    }
    return stored;
  }

  private static Object number(ArrowType type, long stored) {
    if (type instanceof ArrowType.Int integer && !integer.getIsSigned()) {
      return unsigned(integer.getBitWidth(), stored);
    }
    if (type instanceof ArrowType.Date) {
      return LocalDate.ofEpochDay(stored);
    }
    if (type instanceof ArrowType.Time time) {
      return LocalTime.ofNanoOfDay(Math.multiplyExact(stored, nanos(time.getUnit())));
    }
    if (type instanceof ArrowType.Timestamp timestamp) {
      long perSecond = NANOS_PER_SECOND / nanos(timestamp.getUnit());
      Instant instant =
          Instant.ofEpochSecond(
              Math.floorDiv(stored, perSecond),
              Math.floorMod(stored, perSecond) * nanos(timestamp.getUnit()));
      return timestamp.getTimezone() == null
          ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
          : instant;
    }
    return stored;
  }

  private static Object unsigned(int bits, long stored) {
    if (bits < Long.SIZE) {
      return stored & (1L << bits) - 1;
    }
    return stored >= 0 ? stored : new BigDecimal(Long.toUnsignedString(stored));
  }

  private static long nanos(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> NANOS_PER_SECOND;
      case MILLISECOND -> 1_000_000;
      case MICROSECOND -> 1_000;
      case NANOSECOND -> 1;
    };
  }
}
