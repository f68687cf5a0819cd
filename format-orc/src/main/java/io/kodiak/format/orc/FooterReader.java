package io.kodiak.format.orc;

import static io.kodiak.format.orc.MalformedException.require;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.FileSource;
import io.kodiak.api.Slice;
import java.io.IOException;

/**
 * Finds the block directory in a file, for when the one that the writer returned is lost: it lies
 * before the metadata, and a property says how long it is. Believes nothing. For one thread.
 */
final class FooterReader {
  private static final int MAX_POSTSCRIPT_BYTES = 255;

  private final FileSource source;

  /** Where in the file the bytes at hand were read from. */
  private long at;

  private long footerBytes = -1;
  private long metadataBytes;
  private long compression = -1;
  private boolean magicSeen;
  private long rows = -1;
  private int directoryBytes = -1;
  private int types;

  private FooterReader(FileSource source) {
    this.source = source;
  }

  /**
   * The directory of a file.
   *
   * @throws CorruptionException when the file is not one that this format wrote
   */
  static Slice directory(FileSource source) throws IOException {
    FooterReader reader = new FooterReader(source);
    try {
      return reader.read();
    } catch (RuntimeException e) {
      throw new CorruptionException(
          source.name(), reader.at, "is not an ORC file of this engine: " + e.getMessage(), e);
    }
  }

  private Slice read() throws IOException {
    long length = source.length();
    require(length > Layout.MAGIC_BYTES + 1, "it is too short");
    require(Layout.isMagic(read(0, Layout.MAGIC_BYTES), 0), "it does not begin with ORC");
    int size = read(length - 1, 1)[0] & 0xff;
    long end = length - 1 - size;
    require(end >= Layout.MAGIC_BYTES && size <= MAX_POSTSCRIPT_BYTES, "it has no postscript");
    postscript(new ProtoInput(read(end, size), 0, size));
    end -= footerBytes;
    require(
        footerBytes > 0 && footerBytes <= Layout.MAX_FOOTER_BYTES && end >= Layout.MAGIC_BYTES,
        "it claims a footer of " + footerBytes + " bytes");
    byte[] footer = footer(read(end, (int) footerBytes));
    footer(new ProtoInput(footer, 0, footer.length));
    require(types == Layout.COLUMN_COUNT, "its columns are not key, seq, op and value");
    require(directoryBytes >= 0, "it has no block directory");
    require(metadataBytes >= 0 && metadataBytes <= end, "its metadata is longer than the file");
    end -= metadataBytes + directoryBytes;
    require(end >= Layout.MAGIC_BYTES, "its block directory is longer than the file");
    Slice encoded = Slice.of(read(end, directoryBytes));
    BlockDirectory directory = BlockDirectory.decode(encoded, end);
    require(directory.end() == end, "its stripes do not end at the block directory");
    require(directory.rows() == rows, "its blocks do not have as many rows as it should");
    require(directory.codec().number() == compression, "its compression is not that of its blocks");
    return encoded;
  }

  private byte[] read(long position, int size) throws IOException {
    at = position;
    byte[] bytes = new byte[size];
    source.read(position, bytes, 0, size);
    return bytes;
  }

  private void postscript(ProtoInput in) {
    for (int field = in.field(); field != 0; field = in.field()) {
      switch (field) {
        case 1 -> footerBytes = in.number();
        case 2 -> compression = in.number();
        case 5 -> metadataBytes = in.number();
        case 8000 -> magicSeen = in.text().equals("ORC");
        default -> in.skip();
      }
    }
    require(magicSeen, "its postscript does not end with ORC");
  }

  /** Decompresses the footer, if it is compressed. */
  private byte[] footer(byte[] stored) throws IOException {
    Codec codec = Codec.numbered(compression);
    if (codec instanceof NoCodec) {
      return stored;
    }
    try (ChunkDecoder chunks = new ChunkDecoder()) {
      return chunks.decodeAll(codec, stored, 0, stored.length, Layout.MAX_FOOTER_BYTES);
    }
  }

  private void footer(ProtoInput in) {
    for (int field = in.field(); field != 0; field = in.field()) {
      switch (field) {
        case 4 -> type(in.message());
        case 5 -> property(in.message());
        case 6 -> rows = in.number();
        default -> in.skip();
      }
    }
  }

  private void type(ProtoInput in) {
    int kind = -1;
    int named = 0;
    boolean isRow = types == Layout.ROW;
    for (int field = in.field(); field != 0; field = in.field()) {
      switch (field) {
        case 1 -> kind = in.number(Integer.MAX_VALUE);
        case 3 -> {
          String name = in.text();
          require(
              isRow
                  && named < Layout.COLUMNS.size()
                  && name.equals(Layout.COLUMNS.get(named).name()),
              "its columns are not key, seq, op and value");
          named++;
        }
        default -> in.skip();
      }
    }
    require(
        types < Layout.COLUMN_COUNT
            && kind == (isRow ? Layout.TYPE_STRUCT : Layout.COLUMNS.get(types - 1).type()),
        "its columns do not have the types of key, seq, op and value");
    types++;
  }

  private void property(ProtoInput in) {
    String name = "";
    String value = "";
    for (int field = in.field(); field != 0; field = in.field()) {
      switch (field) {
        case 1 -> name = in.text();
        case 2 -> value = in.text();
        default -> in.skip();
      }
    }
    if (name.equals(Layout.DIRECTORY_BYTES)) {
      require(value.matches("[0-9]{1,8}"), "the length of its block directory is no number");
      directoryBytes = Integer.parseInt(value);
      require(directoryBytes <= Layout.MAX_DIRECTORY_BYTES, "its block directory is too long");
    }
  }
}
