package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.EncodedBlock;
import io.kodiak.api.EncodedBlockReader;
import io.kodiak.api.EncodedBlockWriter;
import io.kodiak.api.FileSink;
import io.kodiak.api.FileSource;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plain format for tests: groups of blocks, and in a group the columns one behind the other, so
 * that a block lies in several ranges as it does in a columnar file. Blocks can be taken over
 * encoded.
 */
public final class ColumnFormat implements SSTableFormat {
  private static final int GROUP = 16;
  private static final int COLUMNS = 3;
  private static final int ENTRY_BYTES = 4 + COLUMNS * 12;

  private final String encoding;
  private final boolean footer;

  /** A format that says of itself that it is plain, and reads no file without its directory. */
  public ColumnFormat() {
    this("plain", false);
  }

  /** A format that says something else of its encoding, which is the same. */
  public ColumnFormat(String encoding) {
    this(encoding, false);
  }

  /**
   * Makes a format.
   *
   * @param footer whether files end with their directory, so that they can be read by themselves
   */
  public ColumnFormat(boolean footer) {
    this("plain", footer);
  }

  private ColumnFormat(String encoding, boolean footer) {
    this.encoding = encoding;
    this.footer = footer;
  }

  @Override
  public String fileExtension() {
    return "columns";
  }

  @Override
  public int version() {
    return 3;
  }

  @Override
  public String encoding(WriteOptions options) {
    return encoding;
  }

  @Override
  public SSTableWriter writer(FileSink sink, WriteOptions options) throws IOException {
    byte[] magic = {'C', 'O', 'L', 'S'};
    sink.write(magic, 0, magic.length);
    return new Writer(sink, footer);
  }

  @Override
  public SSTableReader reader(FileSource source, int version, @Nullable Slice directory)
      throws IOException {
    Slice known = directory == null ? directory(source, version) : directory;
    if (known.length() == 0 || known.length() % ENTRY_BYTES != 0) {
      throw new CorruptionException(source.name(), 0, "no directory");
    }
    return new Reader(source, known.toByteArray());
  }

  @Override
  public Slice directory(FileSource source, int version) throws IOException {
    byte[] length = new byte[4];
    if (!footer || source.length() < 8) {
      throw new CorruptionException(source.name(), 0, "no directory");
    }
    source.read(source.length() - 4, length, 0, 4);
    int bytes = ByteBuffer.wrap(length).getInt();
    if (bytes < 0 || bytes > source.length() - 8) {
      throw new CorruptionException(source.name(), source.length() - 4, "no directory");
    }
    byte[] directory = new byte[bytes];
    source.read(source.length() - 4 - bytes, directory, 0, bytes);
    return Slice.of(directory);
  }

  private static byte[] keys(Block block) {
    int count = block.count();
    int first = block.keyOffsets()[0];
    int bytes = block.keyOffsets()[count] - first;
    ByteBuffer out = ByteBuffer.allocate(4 * count + bytes);
    for (int row = 0; row < count; row++) {
      out.putInt(block.keyLength(row));
    }
    return out.put(block.keyArray(), first, bytes).array();
  }

  private static byte[] versions(Block block) {
    ByteBuffer out = ByteBuffer.allocate(9 * block.count());
    for (int row = 0; row < block.count(); row++) {
      out.putLong(block.sequence(row)).put(block.kinds()[row]);
    }
    return out.array();
  }

  private static byte[] values(Block block) {
    int count = block.count();
    int first = block.values().start(0);
    int bytes = block.values().offsets()[count] - first;
    ByteBuffer out = ByteBuffer.allocate(4 * count + bytes);
    for (int row = 0; row < count; row++) {
      out.putInt(block.values().length(row));
    }
    return out.put(block.values().array(), first, bytes).array();
  }

  private static final class Writer implements EncodedBlockWriter {
    private final FileSink sink;
    private final boolean footer;
    private final List<byte[][]> group = new ArrayList<>();
    private final List<Integer> rows = new ArrayList<>();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private long held;

    Writer(FileSink sink, boolean footer) {
      this.sink = sink;
      this.footer = footer;
    }

    @Override
    public void append(Block block) throws IOException {
      add(block.count(), new byte[][] {keys(block), versions(block), values(block)});
    }

    @Override
    public boolean accepts(EncodedBlock block) {
      return block instanceof ColumnBlock;
    }

    @Override
    public void append(EncodedBlock block) throws IOException {
      add(block.rows().count(), ((ColumnBlock) block).columns);
    }

    private void add(int count, byte[][] columns) throws IOException {
      group.add(columns);
      rows.add(count);
      for (byte[] column : columns) {
        held += column.length;
      }
      if (group.size() == GROUP) {
        flush();
      }
    }

    private void flush() throws IOException {
      ByteBuffer out = ByteBuffer.allocate(ENTRY_BYTES * group.size());
      for (int i = 0; i < group.size(); i++) {
        out.putInt(ENTRY_BYTES * i, rows.get(i));
      }
      for (int column = 0; column < COLUMNS; column++) {
        for (int i = 0; i < group.size(); i++) {
          byte[] bytes = group.get(i)[column];
          int at = ENTRY_BYTES * i + 4 + 12 * column;
          out.putLong(at, sink.position());
          out.putInt(at + 8, bytes.length);
          sink.write(bytes, 0, bytes.length);
        }
      }
      directory.write(out.array());
      group.clear();
      rows.clear();
      held = 0;
    }

    @Override
    public long bytesWritten() {
      return sink.position() + held;
    }

    @Override
    public Slice finish() throws IOException {
      flush();
      byte[] all = directory.toByteArray();
      if (footer) {
        sink.write(all, 0, all.length);
        sink.write(ByteBuffer.allocate(4).putInt(all.length).array(), 0, 4);
      }
      return Slice.of(all);
    }

    @Override
    public void close() {}
  }

  private static final class Reader implements EncodedBlockReader {
    private final FileSource source;
    private final ByteBuffer directory;

    Reader(FileSource source, byte[] directory) {
      this.source = source;
      this.directory = ByteBuffer.wrap(directory);
    }

    @Override
    public int blockCount() {
      return directory.capacity() / ENTRY_BYTES;
    }

    @Override
    public Block block(int index) throws IOException {
      return encodedBlock(index).decode();
    }

    @Override
    public ColumnBlock encodedBlock(int index) throws IOException {
      int count = directory.getInt(ENTRY_BYTES * index);
      return new ColumnBlock(
          count, new byte[][] {column(index, 0), column(index, 1), column(index, 2)});
    }

    /** Overwrites the spent block: who still reads it, reads nonsense. */
    @Override
    public Block block(int index, Block spent) throws IOException {
      Arrays.fill(spent.keyArray(), (byte) 0xa5);
      Arrays.fill(spent.keyOffsets(), -7);
      Arrays.fill(spent.sequences(), -7);
      Arrays.fill(spent.kinds(), (byte) 0x77);
      Arrays.fill(spent.values().array(), (byte) 0x5a);
      Arrays.fill(spent.values().offsets(), -7);
      return block(index);
    }

    private byte[] column(int index, int column) throws IOException {
      int at = ENTRY_BYTES * index + 4 + 12 * column;
      byte[] bytes = new byte[directory.getInt(at + 8)];
      source.read(directory.getLong(at), bytes, 0, bytes.length);
      return bytes;
    }

    @Override
    public void close() {}
  }
}
