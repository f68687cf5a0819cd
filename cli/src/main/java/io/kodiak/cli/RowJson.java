package io.kodiak.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as JSON objects, in UTF-8. */
final class RowJson {
  private final JsonFactory json = new JsonFactory();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
  private final Notation notation;

  RowJson(Notation notation) {
    this.notation = notation;
  }

  /** The object with a field for each column. */
  byte[] object(List<String> columns, @Nullable Object[] values) throws IOException {
    buffer.reset();
    try (JsonGenerator generator = json.createGenerator(buffer)) {
      generator.writeStartObject();
      for (int i = 0; i < values.length; i++) {
        Values.field(generator, columns.get(i), values[i], notation);
      }
      generator.writeEndObject();
    }
    return buffer.toByteArray();
  }
}
