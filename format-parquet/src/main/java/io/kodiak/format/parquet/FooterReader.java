package io.kodiak.format.parquet;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.FileSource;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rebuilds the block directory of a file from its footer and offset indexes, for when the one that
 * the writer returned is lost. Believes nothing: see {@link CompactInput}. For one thread.
 */
final class FooterReader {
  private static final int COLUMNS = Layout.COLUMNS.size();

  private final FileSource source;
  private final CompactInput in = new CompactInput();
  private final OffsetIndexReader indexes;

  /** Where in the file the bytes at hand were read from. */
  private long at;

  private byte[] bytes = new byte[0];
  private int codec = -1;
  private long position = Layout.MAGIC_BYTES;

  private FooterReader(FileSource source) {
    this.source = source;
    indexes = new OffsetIndexReader(in);
  }

  /**
   * Rebuilds the directory.
   *
   * @throws CorruptionException when the file is not one that this format wrote
   */
  static Slice directory(FileSource source) throws IOException {
    FooterReader reader = new FooterReader(source);
    try {
      return reader.read();
    } catch (MalformedException | IndexOutOfBoundsException e) {
      throw new CorruptionException(
          source.name(), reader.at, "is not a Parquet file of this engine: " + e.getMessage(), e);
    }
  }

  private Slice read() throws IOException {
    List<Chunk[]> groups = footer();
    require(!groups.isEmpty(), "it has no rows");
    BlockDirectory.Encoder encoder =
        new BlockDirectory.Encoder(Codec.numbered(codec), groups.size());
    for (Chunk[] group : groups) {
      indexes.begin(group[0].rows);
      for (int column = 0; column < COLUMNS; column++) {
        Chunk chunk = group[column];
        read(chunk.indexPosition, chunk.indexBytes);
        indexes.read(bytes, chunk.indexBytes, column, position);
        require(indexes.bytes(column) == chunk.bytes, "a column and its pages differ in size");
        position += chunk.bytes;
      }
      indexes.encode(encoder);
    }
    return encoder.encoded();
  }

  /** Reads the footer's bytes, whose length stands in the last eight bytes of the file. */
  private int load() throws IOException {
    long length = source.length();
    require(length > Layout.MAGIC_BYTES + Layout.TAIL_BYTES, "it is too short");
    read(length - Layout.TAIL_BYTES, Layout.TAIL_BYTES);
    require(Layout.isMagic(bytes, Integer.BYTES), "its last four bytes are not PAR1");
    long size = 0;
    for (int i = Integer.BYTES - 1; i >= 0; i--) {
      size = (size << 8) | (bytes[i] & 0xff);
    }
    long most = length - Layout.MAGIC_BYTES - Layout.TAIL_BYTES;
    require(
        size <= Math.min(most, Layout.MAX_FOOTER_BYTES),
        "it claims a footer of " + size + " bytes");
    read(length - Layout.TAIL_BYTES - size, (int) size);
    return (int) size;
  }

  private List<Chunk[]> footer() throws IOException {
    int size = load();
    in.over(bytes, 0, size);
    List<Chunk[]> groups = new ArrayList<>();
    boolean schemaSeen = false;
    int last = 0;
    for (int field = in.field(0); field != 0; field = in.field(last)) {
      last = CompactInput.id(field);
      switch (last) {
        case 2 -> {
          schema(in.structs(field));
          schemaSeen = true;
        }
        case 4 -> {
          for (int left = in.structs(field); left > 0; left--) {
            groups.add(rowGroup());
          }
        }
        default -> in.skip(field);
      }
    }
    require(schemaSeen, "it has no schema");
    return groups;
  }

  private void read(long from, int size) throws IOException {
    at = from;
    if (bytes.length < size) {
      bytes = new byte[size];
    }
    source.read(from, bytes, 0, size);
  }

  private void schema(int elements) {
    require(elements == COLUMNS + 1, "it does not have the columns key, seq, op, value");
    in.struct();
    for (Layout.Field column : Layout.COLUMNS) {
      int type = -1;
      int repetition = -1;
      boolean named = false;
      int last = 0;
      for (int field = in.field(0); field != 0; field = in.field(last)) {
        last = CompactInput.id(field);
        switch (last) {
          case 1 -> type = in.i32(field);
          case 3 -> repetition = in.i32(field);
          case 4 -> named = in.text(field).equals(column.name());
          default -> in.skip(field);
        }
      }
      require(
          named && type == column.type() && repetition == (column.optional() ? 1 : 0),
          "its columns are not key, seq, op and value with their types");
    }
  }

  private Chunk[] rowGroup() {
    Chunk[] chunks = new Chunk[COLUMNS];
    boolean seen = false;
    int last = 0;
    for (int field = in.field(0); field != 0; field = in.field(last)) {
      last = CompactInput.id(field);
      if (last == 1 && !seen) {
        require(in.structs(field) == COLUMNS, "a row group has other columns than the schema");
        for (int column = 0; column < COLUMNS; column++) {
          chunks[column] = chunk(column);
        }
        seen = true;
      } else {
        in.skip(field);
      }
    }
    require(seen, "a row group has no columns");
    return chunks;
  }

  private Chunk chunk(int column) {
    Chunk chunk = new Chunk();
    int last = 0;
    for (int field = in.field(0); field != 0; field = in.field(last)) {
      last = CompactInput.id(field);
      switch (last) {
        case 3 -> metaData(chunk, column, field);
        case 4 -> chunk.indexPosition = in.i64(field);
        case 5 -> chunk.indexBytes = in.i32(field);
        default -> in.skip(field);
      }
    }
    require(chunk.bytes > 0 && chunk.bytes <= source.length(), "the size of a column is wrong");
    require(chunk.rows > 0 && chunk.rows <= Integer.MAX_VALUE, "the number of rows is wrong");
    require(
        chunk.indexPosition > 0
            && chunk.indexBytes > 0
            && chunk.indexBytes <= Layout.MAX_FOOTER_BYTES
            && chunk.indexPosition <= source.length() - chunk.indexBytes,
        "a column has no offset index in the file");
    return chunk;
  }

  private void metaData(Chunk chunk, int column, int outer) {
    in.struct(outer);
    int number = -1;
    int last = 0;
    for (int field = in.field(0); field != 0; field = in.field(last)) {
      last = CompactInput.id(field);
      switch (last) {
        case 4 -> number = in.i32(field);
        case 5 -> chunk.rows = in.i64(field);
        case 7 -> chunk.bytes = in.i64(field);
        default -> in.skip(field);
      }
    }
    if (column == Layout.KEY && codec < 0) {
      codec = number;
    }
    boolean bytesColumn = Layout.COLUMNS.get(column).type() == Layout.Field.BYTE_ARRAY;
    require(
        number == (bytesColumn ? codec : NoCodec.NUMBER),
        "its columns are compressed in different ways");
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new MalformedException(problem);
    }
  }

  /** What the footer says of one column of a row group. */
  private static final class Chunk {
    private long rows;
    private long bytes;
    private long indexPosition;
    private int indexBytes;
  }
}
