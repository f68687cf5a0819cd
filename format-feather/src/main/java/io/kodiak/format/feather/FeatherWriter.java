package io.kodiak.format.feather;

import io.kodiak.api.Block;
import io.kodiak.api.EncodedBlock;
import io.kodiak.api.EncodedBlockWriter;
import io.kodiak.api.FileSink;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes one file: schema, a record batch for each block, footer. For one thread. */
final class FeatherWriter implements EncodedBlockWriter {
  private static final byte[] PADDING = new byte[Layout.ALIGNMENT];

  private final FileSink sink;
  private final WriteOptions options;
  private final Codec codec;
  private final BatchEncoder encoder;
  private final BatchMetadata metadata;
  private final BlockDirectory.Builder blocks;
  private long entries;
  private long tombstones;
  private long minSequence = Long.MAX_VALUE;
  private long maxSequence;
  private boolean finished;
  private boolean closed;

  FeatherWriter(FileSink sink, WriteOptions options, Codec codec) throws IOException {
    this.sink = sink;
    this.options = options;
    this.codec = codec;
    byte[] begin = Layout.begin();
    sink.write(begin, 0, begin.length);
    byte[] schema = FileMetadata.schemaMessage();
    sink.write(schema, 0, schema.length);
    blocks = new BlockDirectory.Builder(codec, sink.position());
    encoder = new BatchEncoder(codec);
    metadata = new BatchMetadata(codec);
  }

  @Override
  public void append(Block block) throws IOException {
    requireOpen();
    encoder.encode(block);
    count(block);
    int tail = encoder.tailLength();
    int metadataBytes = metadata.build(block.count(), encoder);
    sink.write(metadata.array(), 0, metadataBytes);
    sink.write(encoder.head(), 0, encoder.headLength());
    sink.write(encoder.tail(), encoder.tailOffset(), tail);
    sink.write(PADDING, 0, Layout.padded(tail) - tail);
    blocks.add(
        block.count(), metadataBytes, metadataBytes + encoder.headLength(), Layout.padded(tail));
    encoder.release();
  }

  @Override
  public boolean accepts(EncodedBlock block) {
    return block instanceof HeldBatch batch && batch.codec.number() == codec.number();
  }

  /** A record batch does not say where it lies: it is written as it is. */
  @Override
  public void append(EncodedBlock block) throws IOException {
    requireOpen();
    if (!(block instanceof HeldBatch batch)) {
      throw new IllegalArgumentException("a block of another format");
    }
    int bytes = batch.bytes.length;
    sink.write(batch.bytes, 0, bytes);
    blocks.add(batch.rows().count(), batch.metadataBytes, batch.headBytes, bytes - batch.headBytes);
    count(batch.rows());
  }

  private void count(Block block) {
    entries += block.count();
    long[] sequences = block.sequences();
    byte[] kinds = block.kinds();
    for (int row = 0; row < block.count(); row++) {
      tombstones += kinds[row];
      minSequence = Math.min(minSequence, sequences[row]);
      maxSequence = Math.max(maxSequence, sequences[row]);
    }
  }

  @Override
  public long bytesWritten() {
    return sink.position();
  }

  @Override
  public Slice finish() throws IOException {
    requireOpen();
    if (entries == 0) {
      throw new IllegalStateException("an SSTable has at least one block");
    }
    finished = true;
    byte[] end = FileMetadata.end(blocks, properties());
    sink.write(end, 0, end.length);
    return blocks.encoded();
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("kodiak.table", options.table());
    properties.put("kodiak.level", Integer.toString(options.level()));
    properties.put("kodiak.format-version", Integer.toString(Layout.VERSION));
    properties.put("kodiak.min-sequence", Long.toString(minSequence));
    properties.put("kodiak.max-sequence", Long.toString(maxSequence));
    properties.put("kodiak.entries", Long.toString(entries));
    properties.put("kodiak.tombstones", Long.toString(tombstones));
    properties.put("kodiak.created", Instant.ofEpochMilli(options.createdMillis()).toString());
    return properties;
  }

  private void requireOpen() {
    if (finished || closed) {
      throw new IllegalStateException("the writer of " + sink.name() + " has finished");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      encoder.close();
    }
  }
}
