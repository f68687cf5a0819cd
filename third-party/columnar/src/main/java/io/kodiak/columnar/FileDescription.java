package io.kodiak.columnar;

import java.util.List;
import java.util.Map;

/**
 * What a file says of itself.
 *
 * @param kind its kind
 * @param writer the software that wrote it; empty when it does not say
 * @param version of the file format, as the format writes it
 * @param rows how many
 * @param bytes its length
 * @param compression the codecs in it, with commas between; {@code none} when nothing is compressed
 * @param columns in their order
 * @param parts row groups of Parquet, stripes of ORC, record batches of Arrow, in their order
 * @param properties key-value metadata, in its order
 */
public record FileDescription(
    FileKind kind,
    String writer,
    String version,
    long rows,
    long bytes,
    String compression,
    List<ColumnDescription> columns,
    List<FilePart> parts,
    Map<String, String> properties) {

  /** The names of the columns, in their order. */
  public List<String> columnNames() {
    return columns.stream().map(ColumnDescription::name).toList();
  }

  /** What the format calls the parts of a file, in the singular: {@code row group}. */
  public String partName() {
    return switch (kind) {
      case PARQUET -> "row group";
      case ORC -> "stripe";
      case ARROW_FILE, ARROW_STREAM -> "batch";
    };
  }
}
