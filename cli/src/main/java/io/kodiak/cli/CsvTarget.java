package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.api.EntryView;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes CSV (RFC 4180): a first line with the names of the columns, lines that end with a line
 * feed, and quotes around the fields that need them. An empty field is quoted too, since readers
 * skip lines without a character and may take a field without one for none.
 */
final class CsvTarget implements ExportTarget {
  private final OutputStream out;
  private final List<ExportColumn> columns;
  private final TextEncoder text;

  CsvTarget(OutputStream out, ExportOptions options) throws IOException {
    this.out = out;
    columns = options.columns();
    text = new TextEncoder(options.encoding());
    String header =
        columns.stream().map(ExportColumn::toString).collect(Collectors.joining(",", "", "\n"));
    out.write(header.getBytes(UTF_8));
  }

  @Override
  public void row(EntryView entry) throws IOException {
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      text.encode(entry, columns.get(i));
      field();
    }
    out.write('\n');
  }

  private void field() throws IOException {
    if (text.length() > 0 && !(text.isFree() && needsQuotes())) {
      out.write(text.array(), text.offset(), text.length());
      return;
    }
    out.write('"');
    byte[] array = text.array();
    int end = text.offset() + text.length();
    int begin = text.offset();
    for (int i = begin; i < end; i++) {
      if (array[i] == '"') {
        out.write(array, begin, i + 1 - begin);
        begin = i; // once more, as the begin of what follows: this doubles it
      }
    }
    out.write(array, begin, end - begin);
    out.write('"');
  }

  private boolean needsQuotes() {
    byte[] array = text.array();
    int end = text.offset() + text.length();
    for (int i = text.offset(); i < end; i++) {
      byte b = array[i];
      if (b == ',' || b == '"' || b == '\n' || b == '\r') {
        return true;
      }
    }
    // Some readers trim fields that are not quoted.
    return array[text.offset()] == ' ' || array[end - 1] == ' ';
  }

  @Override
  public void finish() throws IOException {
    out.flush();
  }

  @Override
  public void close() {}
}
