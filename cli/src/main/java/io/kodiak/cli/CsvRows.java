package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.kodiak.api.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file (RFC 4180) whose first line names the columns. All fields become texts,
 * empty ones as well.
 */
final class CsvRows implements Rows {
  /** The longest value in hexadecimal, in characters. */
  private static final int MAX_FIELD = 2 * Limits.MAX_VALUE_BYTES;

  /** All fields of a row together, in characters. */
  private static final int MAX_ROW = MAX_FIELD + (1 << 20);

  private final CsvReader<CsvRecord> reader;
  private final CloseableIterator<CsvRecord> records;
  private final JsonFactory json = new JsonFactory();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
  private final List<String> columns;
  private final int keyColumn;
  private final int valueColumn;
  private String key = "";
  private String text = "";
  private long line = 1;

  /**
   * Reads the first line.
   *
   * @param valueName the column that holds the value; {@code null}: the whole row is the value
   * @throws IllegalArgumentException when there is no such column
   */
  CsvRows(InputStream in, String keyName, @Nullable String valueName) throws IOException {
    reader =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .maxBufferSize(MAX_ROW)
            // The stricter parser takes the line end after a quoted field that ends with a carriage
            // return for a part of that field's own, and joins two rows. This one does not, and
            // besides allows blanks around quotes.
            .trimWhitespacesAroundQuotes(true)
            .build(
                CsvRecordHandler.of(
                    limits -> limits.maxFieldSize(MAX_FIELD).maxRecordSize(MAX_ROW)),
                new InputStreamReader(in, UTF_8.newDecoder()));
    records = reader.iterator();
    CsvRecord header = read();
    if (header == null) {
      throw new IllegalArgumentException("it is empty; a first line with the columns is needed");
    }
    columns = withoutMark(header.getFields());
    Set<String> distinct = new LinkedHashSet<>(columns);
    if (distinct.size() < columns.size()) {
      throw new IllegalArgumentException("two columns have the same name: " + columns);
    }
    keyColumn = column(keyName);
    valueColumn = valueName == null ? -1 : column(valueName);
  }

  private int column(String name) {
    int column = columns.indexOf(name);
    if (column < 0) {
      throw new IllegalArgumentException(
          "there is no column \"" + name + "\"; there are: " + String.join(", ", columns));
    }
    return column;
  }

  /** Some programs begin a file with a byte order mark. */
  private static List<String> withoutMark(List<String> fields) {
    String first = fields.get(0);
    if (!first.startsWith("\ufeff")) {
      return List.copyOf(fields);
    }
    String[] all = fields.toArray(String[]::new);
    all[0] = first.substring(1);
    return List.of(all);
  }

  @Override
  public boolean next() throws BadRow, IOException {
    CsvRecord row = read();
    if (row == null) {
      return false;
    }
    line = row.getStartingLineNumber();
    if (row.getFieldCount() != columns.size()) {
      throw new BadRow(
          line, row.getFieldCount() + " fields instead of " + columns.size() + " as in line 1");
    }
    key = row.getField(keyColumn);
    if (valueColumn >= 0) {
      text = row.getField(valueColumn);
    } else {
      object(row);
    }
    return true;
  }

  private void object(CsvRecord row) throws IOException {
    buffer.reset();
    try (JsonGenerator generator = json.createGenerator(buffer)) {
      generator.writeStartObject();
      for (int i = 0; i < columns.size(); i++) {
        generator.writeStringField(columns.get(i), row.getField(i));
      }
      generator.writeEndObject();
    }
  }

  private @Nullable CsvRecord read() throws IOException {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (CsvParseException e) {
      throw new IOException("after line " + line + ": " + reason(e), e);
    } catch (UncheckedIOException e) {
      throw new IOException("after line " + line + ": " + reason(e.getCause()), e);
    }
  }

  private static String reason(Throwable failure) {
    return failure instanceof CharacterCodingException
        ? "bytes that are not UTF-8"
        : String.valueOf(failure.getMessage());
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public byte[] value(Encoding encoding) {
    return valueColumn >= 0 ? encoding.decode(text) : buffer.toByteArray();
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
