package io.kodiak.format.orc;

import io.kodiak.api.FileSink;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what follows the block directory: the statistics of the stripes, the footer with types,
 * stripes, statistics and the properties of the SSTable, and the postscript. For one thread.
 */
final class FooterWriter {
  private final ProtoOutput out = new ProtoOutput(4 << 10);
  private final FileSink sink;
  private final StripeMetadata metadata;
  private final Codec codec;
  private final List<Stripe> stripes;

  FooterWriter(FileSink sink, StripeMetadata metadata, Codec codec, List<Stripe> stripes) {
    this.sink = sink;
    this.metadata = metadata;
    this.codec = codec;
    this.stripes = stripes;
  }

  /** Writes everything up to the last byte of the file. */
  void write(WriteOptions options, int directoryBytes) throws IOException {
    long contentBytes = sink.position() - Layout.MAGIC_BYTES;
    for (Stripe stripe : stripes) {
      out.begin(1);
      stripe.statistics().write(out, 1);
      out.end();
    }
    long metadataBytes = metadata.write(out, sink);
    footer(options, contentBytes, directoryBytes);
    long footerBytes = metadata.write(out, sink);
    postscript(footerBytes, metadataBytes);
    int size = out.size();
    out.raw(new byte[] {(byte) size}, 0, 1);
    sink.write(out.array(), 0, out.size());
  }

  private void footer(WriteOptions options, long contentBytes, int directoryBytes) {
    RowStatistics statistics = new RowStatistics();
    long rows = 0;
    long tombstones = 0;
    for (Stripe stripe : stripes) {
      statistics.add(stripe.statistics());
      rows += stripe.rows();
      tombstones += stripe.tombstones();
    }
    out.clear();
    out.number(1, Layout.MAGIC_BYTES);
    out.number(2, contentBytes);
    for (Stripe stripe : stripes) {
      stripe(stripe);
    }
    types();
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("kodiak.table", options.table());
    properties.put("kodiak.level", Integer.toString(options.level()));
    properties.put("kodiak.format-version", Integer.toString(Layout.VERSION));
    ColumnStatistics sequences = statistics.column(Layout.SEQ);
    properties.put("kodiak.min-sequence", Long.toString(sequences.least()));
    properties.put("kodiak.max-sequence", Long.toString(sequences.greatest()));
    properties.put("kodiak.entries", Long.toString(rows));
    properties.put("kodiak.tombstones", Long.toString(tombstones));
    properties.put("kodiak.created", Instant.ofEpochMilli(options.createdMillis()).toString());
    properties.put(Layout.DIRECTORY_BYTES, Integer.toString(directoryBytes));
    properties.forEach(
        (name, value) -> {
          out.begin(5);
          out.text(1, name);
          out.text(2, value);
          out.end();
        });
    out.number(6, rows);
    statistics.write(out, 7);
    out.number(8, Layout.ROW_INDEX_STRIDE);
    out.number(9, Layout.WRITER);
    out.text(12, "kodiak " + Layout.VERSION);
  }

  private void stripe(Stripe stripe) {
    out.begin(3);
    out.number(1, stripe.position());
    out.number(2, stripe.indexBytes());
    out.number(3, stripe.dataBytes());
    out.number(4, stripe.footerBytes());
    out.number(5, stripe.rows());
    out.end();
  }

  private void types() {
    out.begin(4);
    out.number(1, Layout.TYPE_STRUCT);
    out.begin(2);
    for (int i = 1; i < Layout.COLUMN_COUNT; i++) {
      out.varint(i);
    }
    out.end();
    for (Layout.Field column : Layout.COLUMNS) {
      out.text(3, column.name());
    }
    out.end();
    for (Layout.Field column : Layout.COLUMNS) {
      out.begin(4);
      out.number(1, column.type());
      out.end();
    }
  }

  private void postscript(long footerBytes, long metadataBytes) {
    out.clear();
    out.number(1, footerBytes);
    out.number(2, codec.number());
    out.number(3, Layout.CHUNK_BYTES);
    out.begin(4);
    for (int number : Layout.FILE_VERSION) {
      out.varint(number);
    }
    out.end();
    out.number(5, metadataBytes);
    out.number(6, Layout.WRITER_VERSION);
    // The specification wants the magic number to be the last bytes before the length.
    out.bytes(8000, Layout.magic(), 0, Layout.MAGIC_BYTES);
  }
}
