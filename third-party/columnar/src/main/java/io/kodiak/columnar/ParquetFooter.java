package io.kodiak.columnar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Describes a Parquet file by its footer. */
final class ParquetFooter {
  private ParquetFooter() {}

  static FileDescription describe(ParquetMetadata footer, long version, FileBytes file) {
    FileMetaData data = footer.getFileMetaData();
    long rows = 0;
    Set<String> codecs = new TreeSet<>();
    List<FilePart> parts = new ArrayList<>();
    for (BlockMetaData group : footer.getBlocks()) {
      long bytes = 0;
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        bytes += chunk.getTotalSize();
        codecs.add(codec(chunk.getCodec().name()));
      }
      parts.add(new FilePart(group.getStartingPos(), bytes, group.getRowCount()));
      rows += group.getRowCount();
    }
    codecs.remove("none");
    List<ColumnDescription> columns = new ArrayList<>();
    for (Type type : data.getSchema().getFields()) {
      columns.add(column(type, footer.getBlocks()));
    }
    return new FileDescription(
        FileKind.PARQUET,
        data.getCreatedBy() == null ? "" : data.getCreatedBy(),
        Long.toString(version),
        rows,
        file.length(),
        codecs.isEmpty() ? "none" : String.join(", ", codecs),
        List.copyOf(columns),
        List.copyOf(parts),
        new LinkedHashMap<>(data.getKeyValueMetaData()));
  }

  private static String codec(String name) {
    return name.equals("UNCOMPRESSED") ? "none" : name.toLowerCase(Locale.ROOT);
  }

  private static ColumnDescription column(Type type, List<BlockMetaData> groups) {
    boolean nullable = type.isRepetition(Type.Repetition.OPTIONAL);
    boolean isPlain = type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED);
    Bounds bounds = isPlain ? new Bounds(new ParquetPrimitive(type.asPrimitiveType())) : null;
    long bytes = 0;
    for (BlockMetaData group : groups) {
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        if (chunk.getPath().toArray()[0].equals(type.getName())) {
          bytes += chunk.getTotalSize();
          if (bounds != null) {
            bounds.add(chunk.getStatistics());
          }
        }
      }
    }
    return bounds == null
        ? new ColumnDescription(type.getName(), text(type), nullable, bytes, -1, null, null)
        : new ColumnDescription(
            type.getName(), text(type), nullable, bytes, bounds.nulls, bounds.min, bounds.max);
  }

  /** {@code INT32 (DATE)}, {@code BYTE_ARRAY}, {@code group (LIST)}. */
  private static String text(Type type) {
    String base = "group";
    if (type.isPrimitive()) {
      PrimitiveType primitive = type.asPrimitiveType();
      base =
          switch (primitive.getPrimitiveTypeName()) {
            case BINARY -> "BYTE_ARRAY";
            case FIXED_LEN_BYTE_ARRAY -> "FIXED_LEN_BYTE_ARRAY(" + primitive.getTypeLength() + ")";
            default -> primitive.getPrimitiveTypeName().name();
          };
    }
    String repeated = type.isRepetition(Type.Repetition.REPEATED) ? "repeated " : "";
    Object logical = type.getLogicalTypeAnnotation();
    return repeated + base + (logical == null ? "" : " (" + logical + ")");
  }

  /** The statistics of all chunks of a column, together; one without any leaves the column none. */
  private static final class Bounds {
    private final ParquetPrimitive type;
    private long nulls;
    private boolean complete = true;
    private @Nullable Object min;
    private @Nullable Object max;

    Bounds(ParquetPrimitive type) {
      this.type = type;
    }

    void add(@Nullable Statistics<?> statistics) {
      boolean counted = statistics != null && statistics.isNumNullsSet();
      nulls = counted && nulls >= 0 ? nulls + statistics.getNumNulls() : -1;
      if (statistics == null || statistics.isEmpty()) {
        complete = false;
      }
      if (!complete) {
        min = null;
        max = null;
      } else if (statistics != null && statistics.hasNonNullValue()) {
        merge(statistics);
      }
    }

    private void merge(Statistics<?> statistics) {
      Object least = type.of(statistics.genericGetMin());
      Object greatest = type.of(statistics.genericGetMax());
      min = min == null || compare(least, min) < 0 ? least : min;
      max = max == null || compare(greatest, max) > 0 ? greatest : max;
    }

    /** In the order of the values, which for texts is that of their bytes. */
    @SuppressWarnings("unchecked") // both are of the one class that the type has
    private static int compare(@Nullable Object left, Object right) {
      if (left instanceof byte[] bytes) {
        return Arrays.compareUnsigned(bytes, (byte[]) right);
      }
      if (left instanceof String text) {
        return Arrays.compareUnsigned(text.getBytes(UTF_8), ((String) right).getBytes(UTF_8));
      }
      return left instanceof Comparable<?> number
          ? ((Comparable<Object>) number).compareTo(right)
          : 0;
    }
  }
}
