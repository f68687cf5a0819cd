package io.kodiak.columnar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.api.CorruptionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.ColumnStatistics;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.StripeInformation;
import org.apache.orc.TypeDescription;

/** An ORC file. */
final class OrcFileOfRows implements ColumnarFile {
  private final FileBytes file;
  private final Guard guard;
  private final Reader reader;
  private final FileDescription description;

  OrcFileOfRows(FileBytes file) throws IOException {
    this.file = file;
    this.guard = new Guard(file.name());
    OrcTailGuard.check(file, guard);
    OneFile source = OneFile.of(file);
    reader =
        guard.call(
            () ->
                OrcFile.createReader(
                    source.path(),
                    OrcFile.readerOptions(new Configuration(false))
                        .filesystem(source)
                        .useUTCTimestamp(true)
                        .convertToProlepticGregorian(true)));
    description =
        guard.call(
            () -> {
              check();
              return describe();
            });
  }

  private void check() throws IOException {
    if (reader.getSchema().getCategory() != TypeDescription.Category.STRUCT) {
      throw new IOException(
          file.name() + ": its rows are no structs but " + reader.getSchema().getCategory());
    }
    long rows = 0;
    for (StripeInformation stripe : reader.getStripes()) {
      long end = file.length();
      file.require("the index of a stripe", stripe.getOffset(), stripe.getIndexLength(), end);
      long data = stripe.getOffset() + stripe.getIndexLength();
      file.require("the data of a stripe", data, stripe.getDataLength(), end);
      long footer = data + stripe.getDataLength();
      file.require("the footer of a stripe", footer, stripe.getFooterLength(), end);
      if (stripe.getNumberOfRows() < 0) {
        throw damaged("a stripe claims to hold " + stripe.getNumberOfRows() + " rows");
      }
      rows += stripe.getNumberOfRows();
    }
    if (rows != reader.getNumberOfRows()) {
      throw damaged(
          "it claims " + reader.getNumberOfRows() + " rows, but its stripes hold " + rows);
    }
  }

  private CorruptionException damaged(String reason) {
    return new CorruptionException(file.name(), -1, reason);
  }

  private FileDescription describe() {
    List<ColumnDescription> columns = new ArrayList<>();
    TypeDescription schema = reader.getSchema();
    ColumnStatistics[] statistics = reader.getStatistics();
    for (int i = 0; i < schema.getChildren().size(); i++) {
      columns.add(
          OrcStatistics.describe(
              schema.getFieldNames().get(i),
              schema.getChildren().get(i),
              statistics,
              reader.getNumberOfRows()));
    }
    List<FilePart> parts = new ArrayList<>();
    for (StripeInformation stripe : reader.getStripes()) {
      parts.add(new FilePart(stripe.getOffset(), stripe.getLength(), stripe.getNumberOfRows()));
    }
    Map<String, String> properties = new LinkedHashMap<>();
    for (String key : reader.getMetadataKeys()) {
      properties.put(key, UTF_8.decode(reader.getMetadataValue(key).duplicate()).toString());
    }
    CompressionKind compression = reader.getCompressionKind();
    return new FileDescription(
        FileKind.ORC,
        reader.getSoftwareVersion(),
        reader.getFileVersion().getName(),
        reader.getNumberOfRows(),
        file.length(),
        compression.name().toLowerCase(Locale.ROOT),
        List.copyOf(columns),
        List.copyOf(parts),
        properties);
  }

  @Override
  public FileDescription description() {
    return description;
  }

  @Override
  public RowCursor rows(List<String> columns, long skipped) throws IOException {
    columns.forEach(column -> Columns.require(description, column, file.name()));
    for (FilePart stripe : description.parts()) {
      guard.requireMemory("a stripe", stripe.bytes());
    }
    return guard.call(() -> OrcRows.open(reader, columns, guard, skipped));
  }

  @Override
  public void close() throws IOException {
    try {
      reader.close();
    } finally {
      file.close();
    }
  }
}
