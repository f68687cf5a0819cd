package io.kodiak.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kodiak.columnar.ColumnDescription;
import io.kodiak.columnar.ColumnarFile;
import io.kodiak.columnar.FileDescription;
import io.kodiak.columnar.FilePart;
import io.kodiak.columnar.RowCursor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What a columnar file says of itself, for people and for programs. */
final class Inspection {
  private static final int PARTS_SHOWN = 10;
  private static final int WIDEST_CELL = 40;
  private static final String OURS = "kodiak.";

  private final ColumnarFile file;
  private final Path path;
  private final Notation notation;
  private final FileDescription description;

  /** The first and the last key; {@code null} when the file is not Kodiak's, or empty. */
  private final @Nullable Object firstKey;

  private final @Nullable Object lastKey;

  private Inspection(
      ColumnarFile file,
      Path path,
      Notation notation,
      @Nullable Object firstKey,
      @Nullable Object lastKey) {
    this.file = file;
    this.path = path;
    this.notation = notation;
    this.description = file.description();
    this.firstKey = firstKey;
    this.lastKey = lastKey;
  }

  /** Prints what is in a file, with its first rows, as lines or as a JSON object. */
  static void print(Path path, Notation notation, long rows, boolean json, Output out)
      throws IOException {
    try (ColumnarFile file = ColumnarFile.open(path)) {
      Inspection inspection = of(file, path, notation);
      if (json) {
        inspection.json(out, rows);
      } else {
        inspection.lines().forEach(out::line);
        inspection.printRows(out, rows);
      }
    }
  }

  private void printRows(Output out, long count) throws IOException {
    if (count == 0) {
      return;
    }
    List<String> columns = description.columnNames();
    out.line().line(String.join("\t", columns));
    try (RowCursor rows = file.rows(columns, 0)) {
      for (long i = 0; i < count && rows.next(); i++) {
        StringJoiner line = new StringJoiner("\t");
        for (int column = 0; column < columns.size(); column++) {
          line.add(Values.line(rows.value(column), notation));
        }
        out.line(line.toString());
      }
    }
  }

  private static Inspection of(ColumnarFile file, Path path, Notation notation) throws IOException {
    FileDescription description = file.description();
    Object first = null;
    Object last = null;
    if (isOurs(description) && description.rows() > 0) {
      ColumnDescription key = description.columns().get(0);
      first = key.min() == null ? key(file, 0) : key.min();
      last = key.max() == null ? key(file, description.rows() - 1) : key.max();
    }
    return new Inspection(file, path, notation, first, last);
  }

  /** Whether Kodiak wrote the file as an SSTable: then it is sorted. */
  static boolean isOurs(FileDescription description) {
    return description.properties().containsKey(OURS + "format-version")
        && description.columnNames().equals(Ingest.TABLE_COLUMNS);
  }

  private static @Nullable Object key(ColumnarFile file, long row) throws IOException {
    try (RowCursor rows = file.rows(List.of("key"), row)) {
      return rows.next() ? rows.value(0) : null;
    }
  }

  /** The lines of the text. */
  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(path.toString());
    TextTable facts = new TextTable();
    facts.row("  kind", description.kind().title() + ", version " + description.version());
    if (!description.writer().isEmpty()) {
      facts.row("  written by", description.writer());
    }
    facts.row("  size", Figures.bytes(description.bytes()));
    facts.row("  rows", Figures.count(description.rows()));
    facts.row("  parts", parts());
    facts.row("  compression", description.compression());
    ours(facts);
    lines.addAll(facts.lines());
    lines.add("");
    lines.addAll(columns());
    lines.add("");
    lines.addAll(partTable());
    lines.addAll(properties());
    return lines;
  }

  private String parts() {
    String name = description.partName();
    String plural = name.equals("batch") ? "batches" : name + "s";
    long bytes = description.parts().stream().mapToLong(FilePart::bytes).max().orElse(0);
    long rows = description.parts().stream().mapToLong(FilePart::rows).max().orElse(0);
    return Figures.count(description.parts().size(), name, plural)
        + (description.parts().size() < 2
            ? ""
            : ", the largest of " + Figures.bytes(bytes) + " and " + Figures.count(rows, "row"));
  }

  private void ours(TextTable facts) {
    if (!isOurs(description)) {
      return;
    }
    facts.row("  table", property("table"));
    facts.row("  level", property("level"));
    facts.row("  sequences", figure("min-sequence") + " to " + figure("max-sequence"));
    facts.row("  entries", figure("entries") + ", of them tombstones " + figure("tombstones"));
    facts.row("  created", property("created"));
    facts.row("  layout version", property("format-version"));
    if (firstKey != null && lastKey != null) {
      facts.row("  first key", cell(firstKey));
      facts.row("  last key", cell(lastKey));
    }
  }

  private String property(String name) {
    return description.properties().getOrDefault(OURS + name, "-");
  }

  private String figure(String name) {
    String text = property(name);
    return text.matches("\\d{1,18}") ? Figures.count(Long.parseLong(text)) : text;
  }

  private List<String> columns() {
    TextTable table = new TextTable();
    table.row("column", "type", "nullable", "size", "nulls", "min", "max");
    table.alignRight(3).alignRight(4);
    for (ColumnDescription column : description.columns()) {
      table.row(
          column.name(),
          column.type(),
          column.nullable() ? "yes" : "no",
          column.bytes() < 0 ? "-" : Figures.bytes(column.bytes()),
          column.nulls() < 0 ? "-" : Figures.count(column.nulls()),
          column.min() == null ? "-" : cell(column.min()),
          column.max() == null ? "-" : cell(column.max()));
    }
    return table.lines();
  }

  private String cell(Object value) {
    String text = Values.line(value, notation);
    return text.length() <= WIDEST_CELL ? text : text.substring(0, WIDEST_CELL - 1) + "…";
  }

  private List<String> partTable() {
    TextTable table = new TextTable();
    table.row(description.partName(), "at byte", "size", "rows");
    table.alignRight(0).alignRight(1).alignRight(2).alignRight(3);
    List<FilePart> parts = description.parts();
    for (int i = 0; i < Math.min(parts.size(), PARTS_SHOWN); i++) {
      FilePart part = parts.get(i);
      table.row(
          Figures.count(i),
          Figures.count(part.offset()),
          Figures.bytes(part.bytes()),
          Figures.count(part.rows()));
    }
    List<String> lines = table.lines();
    if (parts.size() > PARTS_SHOWN) {
      lines.add("… and " + Figures.count(parts.size() - (long) PARTS_SHOWN) + " more");
    }
    return lines;
  }

  private List<String> properties() {
    TextTable table = new TextTable();
    for (Map.Entry<String, String> property : description.properties().entrySet()) {
      if (!isOurs(description) || !property.getKey().startsWith(OURS)) {
        table.row(property.getKey(), cell(property.getValue()));
      }
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (!lines.isEmpty()) {
      lines.add(0, "properties");
      lines.add(0, "");
    }
    return lines;
  }

  /** Prints everything as one JSON object. */
  private void json(Output out, long rows) throws IOException {
    out.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("file", path.toString());
          json.writeStringField("kind", description.kind().title());
          json.writeStringField("version", description.version());
          json.writeStringField("writer", description.writer());
          json.writeNumberField("bytes", description.bytes());
          json.writeNumberField("rows", description.rows());
          json.writeStringField("compression", description.compression());
          json.writeBooleanField("kodiak", isOurs(description));
          if (firstKey != null && lastKey != null) {
            Values.field(json, "first-key", firstKey, notation);
            Values.field(json, "last-key", lastKey, notation);
          }
          writeColumns(json);
          writeParts(json);
          json.writeObjectFieldStart("properties");
          for (Map.Entry<String, String> property : description.properties().entrySet()) {
            json.writeStringField(property.getKey(), property.getValue());
          }
          json.writeEndObject();
          if (rows > 0) {
            writeRows(json, rows);
          }
          json.writeEndObject();
        });
  }

  private void writeColumns(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("columns");
    for (ColumnDescription column : description.columns()) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      json.writeStringField("type", column.type());
      json.writeBooleanField("nullable", column.nullable());
      if (column.bytes() >= 0) {
        json.writeNumberField("bytes", column.bytes());
      }
      if (column.nulls() >= 0) {
        json.writeNumberField("nulls", column.nulls());
      }
      if (column.min() != null && column.max() != null) {
        Values.field(json, "min", column.min(), notation);
        Values.field(json, "max", column.max(), notation);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeParts(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("parts");
    for (FilePart part : description.parts()) {
      json.writeStartObject();
      json.writeNumberField("offset", part.offset());
      json.writeNumberField("bytes", part.bytes());
      json.writeNumberField("rows", part.rows());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeRows(JsonGenerator json, long count) throws IOException {
    json.writeArrayFieldStart("first-rows");
    List<String> columns = description.columnNames();
    try (RowCursor rows = file.rows(columns, 0)) {
      for (long i = 0; i < count && rows.next(); i++) {
        json.writeStartObject();
        for (int column = 0; column < columns.size(); column++) {
          Values.field(json, columns.get(column), rows.value(column), notation);
        }
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }
}
