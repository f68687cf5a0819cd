package io.kodiak.columnar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Assembles the values of columns, nested ones as well, from what the library reads. */
final class ParquetValues {
  private ParquetValues() {}

  /** A converter that hands each value of a field to {@code sink}. */
  static Converter converter(Type type, Consumer<@Nullable Object> sink) {
    if (type.isPrimitive()) {
      return new Primitive(new ParquetPrimitive(type.asPrimitiveType()), sink);
    }
    GroupType group = type.asGroupType();
    if (group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation
        && hasOneRepeatedField(group)) {
      return new ListOf(group, sink);
    }
    if (group.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation && isMap(group)) {
      return new MapOf(group, sink);
    }
    return new Struct(group, sink);
  }

  private static boolean hasOneRepeatedField(GroupType group) {
    return group.getFieldCount() == 1 && group.getType(0).isRepetition(Type.Repetition.REPEATED);
  }

  private static boolean isMap(GroupType group) {
    return hasOneRepeatedField(group)
        && !group.getType(0).isPrimitive()
        && group.getType(0).asGroupType().getFieldCount() == 2;
  }

  private static final class Primitive extends PrimitiveConverter {
    private final ParquetPrimitive type;
    private final Consumer<@Nullable Object> sink;

    Primitive(ParquetPrimitive type, Consumer<@Nullable Object> sink) {
      this.type = type;
      this.sink = sink;
    }

    @Override
    public void addBinary(Binary value) {
      sink.accept(type.ofBinary(value));
    }

    @Override
    public void addBoolean(boolean value) {
      sink.accept(value);
    }

    @Override
    public void addDouble(double value) {
      sink.accept(value);
    }

    @Override
    public void addFloat(float value) {
      sink.accept((double) value);
    }

    @Override
    public void addInt(int value) {
      sink.accept(type.ofInt(value));
    }

    @Override
    public void addLong(long value) {
      sink.accept(type.ofLong(value));
    }
  }

  /** A group with named fields. A repeated field of it, without an annotation, is a list. */
  private static final class Struct extends GroupConverter {
    private final GroupType type;
    private final Consumer<@Nullable Object> sink;
    private final Converter[] fields;
    private Map<String, @Nullable Object> values = new LinkedHashMap<>();

    Struct(GroupType type, Consumer<@Nullable Object> sink) {
      this.type = type;
      this.sink = sink;
      fields = new Converter[type.getFieldCount()];
      for (int i = 0; i < fields.length; i++) {
        Type field = type.getType(i);
        fields[i] = converter(field, adder(field));
      }
    }

    private Consumer<@Nullable Object> adder(Type field) {
      String name = field.getName();
      if (!field.isRepetition(Type.Repetition.REPEATED)) {
        return value -> values.put(name, value);
      }
      return value -> {
        @SuppressWarnings("unchecked") // start() put it there
        List<@Nullable Object> list = (List<@Nullable Object>) values.get(name);
        if (list != null) {
          list.add(value);
        }
      };
    }

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {
      values = new LinkedHashMap<>();
      for (Type field : type.getFields()) {
        boolean repeated = field.isRepetition(Type.Repetition.REPEATED);
        values.put(field.getName(), repeated ? new ArrayList<>() : null);
      }
    }

    @Override
    public void end() {
      sink.accept(values);
    }
  }

  /**
   * A group that is annotated as a list. Its repeated field is a group around the element, or, as
   * old writers have it, the element itself: the format's rules for backward compatibility tell.
   */
  private static final class ListOf extends GroupConverter {
    private final Consumer<@Nullable Object> sink;
    private final Converter repeated;
    private List<@Nullable Object> values = new ArrayList<>();

    ListOf(GroupType type, Consumer<@Nullable Object> sink) {
      this.sink = sink;
      Type inner = type.getType(0);
      boolean isElement =
          inner.isPrimitive()
              || inner.asGroupType().getFieldCount() != 1
              || inner.getName().equals("array")
              || inner.getName().equals(type.getName() + "_tuple");
      repeated =
          isElement
              ? converter(inner, value -> values.add(value))
              : new Wrapper(inner.asGroupType(), value -> values.add(value));
    }

    @Override
    public Converter getConverter(int field) {
      return repeated;
    }

    @Override
    public void start() {
      values = new ArrayList<>();
    }

    @Override
    public void end() {
      sink.accept(values);
    }
  }

  /** The group around an element of a list. */
  private static final class Wrapper extends GroupConverter {
    private final Consumer<@Nullable Object> sink;
    private final Converter element;
    private @Nullable Object value;

    Wrapper(GroupType type, Consumer<@Nullable Object> sink) {
      this.sink = sink;
      element = converter(type.getType(0), read -> value = read);
    }

    @Override
    public Converter getConverter(int field) {
      return element;
    }

    @Override
    public void start() {
      value = null;
    }

    @Override
    public void end() {
      sink.accept(value);
    }
  }

  private static final class MapOf extends GroupConverter {
    private final Consumer<@Nullable Object> sink;
    private final GroupConverter entry;
    private Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();

    MapOf(GroupType type, Consumer<@Nullable Object> sink) {
      this.sink = sink;
      GroupType pair = type.getType(0).asGroupType();
      Object[] read = new Object[2];
      Converter key = converter(pair.getType(0), value -> read[0] = value);
      Converter value = converter(pair.getType(1), item -> read[1] = item);
      entry =
          new GroupConverter() {
            @Override
            public Converter getConverter(int field) {
              return field == 0 ? key : value;
            }

            @Override
            public void start() {
              read[0] = null;
              read[1] = null;
            }

            @Override
            public void end() {
              values.put(read[0], read[1]);
            }
          };
    }

    @Override
    public Converter getConverter(int field) {
      return entry;
    }

    @Override
    public void start() {
      values = new LinkedHashMap<>();
    }

    @Override
    public void end() {
      sink.accept(values);
    }
  }
}
