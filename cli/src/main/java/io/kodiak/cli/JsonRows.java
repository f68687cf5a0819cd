package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.kodiak.api.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file of JSON objects: one a line, or all in one array. Objects are kept as they
 * are, but without the blanks between their parts.
 */
final class JsonRows implements Rows {
  /** A longer line is no row: a value has at most 64 MiB, and six characters for each byte. */
  private static final int MAX_LINE = 6 * Limits.MAX_VALUE_BYTES + (1 << 20);

  /** The longest text, in characters: the longest value in hexadecimal. */
  private static final int MAX_TEXT = 2 * Limits.MAX_VALUE_BYTES;

  private final PushbackInputStream in;
  private final String keyName;
  private final @Nullable String valueName;
  private final JsonFactory json =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MAX_TEXT).build())
          .build();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
  private final ByteArrayOutputStream text = new ByteArrayOutputStream(1024);
  private final @Nullable JsonParser array;
  private @Nullable String key;
  private @Nullable String value;
  private long lines;
  private long line;

  /**
   * Reads the begin of the file.
   *
   * @param valueName the field that holds the value; {@code null}: the whole object is the value
   */
  JsonRows(InputStream source, String keyName, @Nullable String valueName) throws IOException {
    this.in = new PushbackInputStream(source, 3);
    this.keyName = keyName;
    this.valueName = valueName;
    skipMark();
    array = isArray() ? json.createParser(in) : null;
    if (array != null) {
      array.nextToken();
    }
  }

  private void skipMark() throws IOException {
    byte[] mark = in.readNBytes(3);
    boolean isMark =
        mark.length == 3
            && mark[0] == (byte) 0xef
            && mark[1] == (byte) 0xbb
            && mark[2] == (byte) 0xbf;
    if (!isMark) {
      in.unread(mark);
    }
  }

  private boolean isArray() throws IOException {
    int c = in.read();
    while (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      lines += c == '\n' ? 1 : 0;
      c = in.read();
    }
    if (c >= 0) {
      in.unread(c);
    }
    return c == '[';
  }

  @Override
  public boolean next() throws BadRow, IOException {
    return array == null ? nextLine() : nextItem(array);
  }

  private boolean nextItem(JsonParser parser) throws BadRow, IOException {
    try {
      JsonToken token = parser.nextToken();
      line = lines + parser.currentTokenLocation().getLineNr();
      if (token == null || token == JsonToken.END_ARRAY) {
        return false;
      }
      if (token != JsonToken.START_OBJECT) {
        parser.skipChildren();
        throw new BadRow(line, "expected an object, found " + token.asString());
      }
      copy(parser);
    } catch (JsonProcessingException e) {
      throw new IOException("line " + (lines + lineOf(e)) + ": " + e.getOriginalMessage(), e);
    }
    return checked();
  }

  private boolean nextLine() throws BadRow, IOException {
    do {
      if (!readLine()) {
        return false;
      }
    } while (text.toString(ISO_8859_1).isBlank());
    try (JsonParser parser = json.createParser(text.toByteArray())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadRow(line, "expected a JSON object");
      }
      copy(parser);
      if (parser.nextToken() != null) {
        throw new BadRow(line, "expected one JSON object, found more");
      }
    } catch (JsonProcessingException e) {
      throw new BadRow(line, e.getOriginalMessage());
    }
    return checked();
  }

  private boolean checked() throws BadRow {
    if (key == null) {
      throw new BadRow(line, "the object has no text or number \"" + keyName + "\"");
    }
    if (valueName != null && value == null) {
      throw new BadRow(line, "the object has no text or number \"" + valueName + "\"");
    }
    return true;
  }

  private static long lineOf(JsonProcessingException e) {
    return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
  }

  /** Reads a line into the text; the end of the file may end it. */
  private boolean readLine() throws IOException {
    text.reset();
    line = ++lines;
    int c = in.read();
    if (c < 0) {
      return false;
    }
    while (c >= 0 && c != '\n') {
      if (text.size() >= MAX_LINE) {
        throw new IOException("line " + line + " is longer than " + Figures.bytes(MAX_LINE));
      }
      text.write(c);
      c = in.read();
    }
    return true;
  }

  /** Reads the object that the parser is at the start of: its key, and what becomes its value. */
  private void copy(JsonParser parser) throws IOException {
    key = null;
    value = null;
    if (valueName != null) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        field(parser);
        parser.skipChildren();
      }
      return;
    }
    buffer.reset();
    try (JsonGenerator generator = json.createGenerator(buffer)) {
      generator.writeStartObject();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        generator.writeFieldName(parser.currentName());
        field(parser);
        generator.copyCurrentStructureExact(parser);
      }
      generator.writeEndObject();
    }
  }

  /** Moves from the name of a field to its value. */
  private void field(JsonParser parser) throws IOException {
    String name = parser.currentName();
    JsonToken token = parser.nextToken();
    if (token.isNumeric() || token == JsonToken.VALUE_STRING) {
      key = name.equals(keyName) ? parser.getText() : key;
      value = name.equals(valueName) ? parser.getText() : value;
    }
  }

  @Override
  public String key() {
    if (key == null) {
      throw new IllegalStateException("not on a row");
    }
    return key;
  }

  @Override
  public byte[] value(Encoding encoding) {
    return value != null ? encoding.decode(value) : buffer.toByteArray();
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
