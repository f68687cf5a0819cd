package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.BytesColumn;
import io.kodiak.api.EncodedBlock;
import io.kodiak.api.EncodedBlockReader;
import io.kodiak.api.EncodedBlockWriter;
import io.kodiak.api.FileSink;
import io.kodiak.api.FileSource;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import io.kodiak.engine.sstable.ColumnFormat;
import io.kodiak.engine.sstable.ForwardingFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A format that throws at one call, calls something at one block, or reads something else. */
final class FaultyFormat extends ForwardingFormat {
  /** What a reader does to the blocks that have at least three rows. */
  enum Lie {
    /** The keys of two rows in the middle change places. */
    SWAPPED_KEYS,
    /** A row has the key of the row before it and a sequence that is not smaller. */
    REPEATED_VERSION,
    /** A row is missing. */
    LOST_ROW,
    /** Offsets lead out of the array of keys. */
    WILD_OFFSETS,
    /** A kind does not exist. */
    UNKNOWN_KIND,
    /** There is no block. */
    NO_BLOCK
  }

  private final int throwAt;
  private final int callAt;
  private final Runnable action;
  private final @Nullable Lie lie;
  private int calls;
  private int blocks;
  private boolean failed;

  private FaultyFormat(int throwAt, int callAt, Runnable action, @Nullable Lie lie) {
    super(new ColumnFormat());
    this.throwAt = throwAt;
    this.callAt = callAt;
    this.action = action;
    this.lie = lie;
  }

  static FaultyFormat throwingAt(int call) {
    return new FaultyFormat(call, 0, () -> {}, null);
  }

  static FaultyFormat calling(int block, Runnable action) {
    return new FaultyFormat(0, block, action, null);
  }

  static FaultyFormat lying(Lie lie) {
    return new FaultyFormat(0, 0, () -> {}, lie);
  }

  /** Whether what was to happen has happened. */
  boolean hasFailed() {
    return failed;
  }

  private void call() {
    calls++;
    if (calls == throwAt) {
      failed = true;
      throw new IllegalStateException("the plug-in broke");
    }
  }

  private @Nullable Block read(Block block) {
    blocks++;
    if (blocks == callAt) {
      failed = true;
      action.run();
    }
    return lie == null || block.count() < 3 ? block : changed(block, lie);
  }

  private static @Nullable Block changed(Block block, Lie lie) {
    return switch (lie) {
      case SWAPPED_KEYS -> swapKeys(block);
      case REPEATED_VERSION -> repeat(block);
      case LOST_ROW -> part(block, 0, block.count() - 1);
      case WILD_OFFSETS -> wild(block);
      case UNKNOWN_KIND -> kinds(block);
      case NO_BLOCK -> null;
    };
  }

  private static Block swapKeys(Block block) {
    int[] offsets = block.keyOffsets();
    byte[] keys = block.keyArray().clone();
    int length = block.keyLength(1);
    System.arraycopy(block.keyArray(), offsets[1], keys, offsets[2], length);
    System.arraycopy(block.keyArray(), offsets[2], keys, offsets[1], length);
    return new Block(
        block.count(), keys, offsets, block.sequences(), block.kinds(), block.values());
  }

  private static Block repeat(Block block) {
    int[] offsets = block.keyOffsets();
    byte[] keys = block.keyArray().clone();
    System.arraycopy(keys, offsets[0], keys, offsets[1], block.keyLength(0));
    return new Block(
        block.count(), keys, offsets, block.sequences(), block.kinds(), block.values());
  }

  private static Block part(Block block, int from, int to) {
    BlockBuilder builder = new BlockBuilder();
    builder.append(block, from, to);
    return builder.build();
  }

  private static Block wild(Block block) {
    int[] offsets = block.keyOffsets().clone();
    offsets[1] = block.keyArray().length + 5;
    return new Block(
        block.count(), block.keyArray(), offsets, block.sequences(), block.kinds(), block.values());
  }

  private static Block kinds(Block block) {
    byte[] kinds = block.kinds().clone();
    kinds[1] = 9;
    return new Block(
        block.count(),
        block.keyArray(),
        block.keyOffsets(),
        block.sequences(),
        kinds,
        new BytesColumn(Block.VALUE, block.values().array(), block.values().offsets()));
  }

  @Override
  public SSTableWriter writer(FileSink sink, WriteOptions options) throws IOException {
    call();
    return new Writer((EncodedBlockWriter) super.writer(sink, options));
  }

  @Override
  public SSTableReader reader(FileSource source, int version, @Nullable Slice directory)
      throws IOException {
    call();
    return new Reader((EncodedBlockReader) super.reader(source, version, directory));
  }

  private final class Writer implements EncodedBlockWriter {
    private final EncodedBlockWriter writer;

    Writer(EncodedBlockWriter writer) {
      this.writer = writer;
    }

    @Override
    public boolean accepts(EncodedBlock block) {
      call();
      return block instanceof Encoded encoded && writer.accepts(encoded.block);
    }

    @Override
    public void append(EncodedBlock block) throws IOException {
      call();
      writer.append(((Encoded) block).block);
    }

    @Override
    public void append(Block block) throws IOException {
      call();
      writer.append(block);
    }

    @Override
    public long bytesWritten() {
      return writer.bytesWritten();
    }

    @Override
    public Slice finish() throws IOException {
      call();
      return writer.finish();
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }

  private final class Encoded implements EncodedBlock {
    private final EncodedBlock block;
    private final @Nullable Block rows;

    Encoded(EncodedBlock block) {
      this.block = block;
      this.rows = read(block.rows());
    }

    @Override
    public @Nullable Block rows() {
      return rows;
    }

    @Override
    public long valueBytes() {
      return block.valueBytes();
    }

    @Override
    public long encodedBytes() {
      return block.encodedBytes();
    }

    @Override
    public @Nullable Block decode() throws IOException {
      call();
      return read(block.decode());
    }
  }

  private final class Reader implements EncodedBlockReader {
    private final EncodedBlockReader reader;

    Reader(EncodedBlockReader reader) {
      this.reader = reader;
    }

    @Override
    public EncodedBlock encodedBlock(int index) throws IOException {
      call();
      return new Encoded(reader.encodedBlock(index));
    }

    @Override
    public int blockCount() {
      call();
      return reader.blockCount();
    }

    @Override
    public @Nullable Block block(int index) throws IOException {
      call();
      return read(reader.block(index));
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
