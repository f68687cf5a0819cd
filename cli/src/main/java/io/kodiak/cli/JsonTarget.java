package io.kodiak.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.kodiak.api.EntryView;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes a JSON object a line, with the texts {@code key} and {@code value}. */
final class JsonTarget implements ExportTarget {
  private static final SerializedString LINE_END = new SerializedString("\n");
  private static final SerializedString KEY = new SerializedString(ExportColumn.KEY.toString());
  private static final SerializedString VALUE = new SerializedString(ExportColumn.VALUE.toString());

  private final JsonGenerator json;
  private final List<ExportColumn> columns;
  private final TextEncoder text;

  JsonTarget(OutputStream out, ExportOptions options) throws IOException {
    columns = options.columns();
    text = new TextEncoder(options.encoding());
    json = new JsonFactory().setRootValueSeparator("").createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    // Otherwise a row that fails in its middle would be completed when the target is closed.
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
  }

  @Override
  public void row(EntryView entry) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < columns.size(); i++) {
      ExportColumn column = columns.get(i);
      text.encode(entry, column);
      json.writeFieldName(column == ExportColumn.KEY ? KEY : VALUE);
      if (text.isFree()) {
        json.writeUTF8String(text.array(), text.offset(), text.length());
      } else {
        json.writeRawUTF8String(text.array(), text.offset(), text.length());
      }
    }
    json.writeEndObject();
    json.writeRaw(LINE_END);
  }

  @Override
  public void finish() throws IOException {
    json.flush();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
