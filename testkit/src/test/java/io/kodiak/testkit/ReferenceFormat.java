package io.kodiak.testkit;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.FileSink;
import io.kodiak.api.FileSource;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A plain, correct format into which one fault can be planted.
 *
 * <p>The file: every block as its encoded bytes; then the directory: offset, length and checksum of
 * each block, and the checksum of all that; then the directory's length in four bytes.
 */
final class ReferenceFormat implements SSTableFormat {
  private static final int ENTRY = 16;

  private final FormatFault fault;
  private final List<byte[]> shared = new ArrayList<>();

  ReferenceFormat(FormatFault fault) {
    this.fault = fault;
  }

  @Override
  public String fileExtension() {
    return fault == FormatFault.DOT_IN_THE_EXTENSION ? ".plain" : "plain";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String encoding(WriteOptions options) {
    return "plain";
  }

  @Override
  public SSTableWriter writer(FileSink sink, WriteOptions options) {
    return new Writer(sink);
  }

  @Override
  public SSTableReader reader(FileSource source, int version, @Nullable Slice directory)
      throws IOException {
    if (directory == null && fault == FormatFault.NO_REBUILD) {
      throw new UnsupportedOperationException("planted");
    }
    return new Reader(source, directory == null ? rebuild(source) : directory);
  }

  private Slice rebuild(FileSource source) throws IOException {
    long length = source.length();
    byte[] tail = new byte[4];
    boolean trusts = fault == FormatFault.TRUSTS_THE_LENGTH_OF_THE_FILE;
    if (length < 4 && !trusts) {
      throw new CorruptionException(source.name(), 0, "too short");
    }
    read(source, trusts ? Math.max(0, length - 4) : length - 4, tail);
    int size = ByteBuffer.wrap(tail).getInt();
    boolean fits = size >= ENTRY && size <= length - 4;
    if (!fits && fault != FormatFault.TRUSTS_LENGTHS) {
      throw new CorruptionException(source.name(), length - 4, "directory of " + size + " bytes");
    }
    byte[] directory = new byte[size];
    read(source, length - 4 - size, directory);
    return Slice.of(directory);
  }

  private void read(FileSource source, long position, byte[] target) throws IOException {
    try {
      source.read(position, target, 0, target.length);
    } catch (CorruptionException e) {
      if (fault == FormatFault.TRUSTS_THE_LENGTH_OF_THE_FILE) {
        throw new IllegalStateException("planted", e);
      }
      throw e;
    } catch (IOException e) {
      if (fault == FormatFault.CALLS_ERRORS_OF_THE_FILE_CORRUPTION) {
        throw new CorruptionException(source.name(), position, "planted");
      }
      throw e;
    }
  }

  static int checksum(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  /** Writes blocks as they come and the directory at the end. */
  private final class Writer implements SSTableWriter {
    private final FileSink sink;
    private final List<byte[]> directory =
        fault == FormatFault.ONE_BUFFER_FOR_ALL_WRITERS ? shared : new ArrayList<>();
    private @Nullable Block kept;
    private boolean ended;

    Writer(FileSink sink) {
      this.sink = sink;
    }

    @Override
    public void append(Block block) throws IOException {
      Block next = block;
      if (fault == FormatFault.KEEPS_THE_LAST_BLOCK) {
        next = kept;
        kept = block;
      }
      if (next != null) {
        encode(next);
      }
    }

    private void encode(Block block) throws IOException {
      byte[] encoded = ReferenceCodec.encode(block, fault);
      ByteBuffer entry = ByteBuffer.allocate(ENTRY).putLong(sink.position());
      entry.putInt(encoded.length).putInt(checksum(encoded, 0, encoded.length));
      directory.add(entry.array());
      write(encoded);
    }

    private void write(byte[] bytes) throws IOException {
      try {
        sink.write(bytes, 0, bytes.length);
      } catch (IOException e) {
        if (fault == FormatFault.CALLS_ERRORS_OF_THE_FILE_CORRUPTION) {
          throw new CorruptionException(sink.name(), sink.position(), "planted");
        }
        if (fault != FormatFault.SWALLOWS_ERRORS_OF_THE_SINK) {
          throw e;
        }
      }
    }

    @Override
    public long bytesWritten() {
      return fault == FormatFault.COUNTS_NO_BYTES ? 0 : sink.position();
    }

    @Override
    public Slice finish() throws IOException {
      ended = true;
      if (kept != null) {
        encode(kept);
      }
      ByteBuffer bytes = ByteBuffer.allocate(directory.size() * ENTRY + 4);
      directory.forEach(bytes::put);
      bytes.putInt(checksum(bytes.array(), 0, bytes.position()));
      write(bytes.array());
      write(ByteBuffer.allocate(4).putInt(bytes.capacity()).array());
      directory.clear();
      return Slice.of(bytes.array());
    }

    @Override
    public void close() throws IOException {
      if (fault == FormatFault.CLOSE_FINISHES && !ended) {
        ended = true;
      } else if (fault == FormatFault.CLOSE_FINISHES) {
        write(new byte[1]);
      }
      directory.clear();
    }
  }

  /** Reads blocks by the directory. */
  private final class Reader implements SSTableReader {
    private final FileSource source;
    private final ByteBuffer directory;
    private byte[] buffer = new byte[0];
    private boolean closed;

    Reader(FileSource source, Slice directory) throws CorruptionException {
      this.source = source;
      byte[] bytes = directory.toByteArray();
      boolean trusts =
          fault == FormatFault.TRUSTS_THE_DIRECTORY || fault == FormatFault.NO_CHECKSUMS;
      int end = bytes.length - 4;
      boolean whole = end > 0 && end % ENTRY == 0;
      if (!trusts && (!whole || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, 0, end))) {
        throw new CorruptionException(source.name(), -1, "the directory is damaged");
      }
      this.directory = ByteBuffer.wrap(bytes, 0, end).slice();
    }

    @Override
    public int blockCount() {
      return directory.capacity() / ENTRY;
    }

    @Override
    public Block block(int index) throws IOException {
      long offset = directory.getLong(index * ENTRY);
      int length = directory.getInt(index * ENTRY + 8);
      byte[] bytes = bytes(length);
      read(source, offset, bytes);
      boolean checks = fault != FormatFault.NO_CHECKSUMS;
      if (checks && checksum(bytes, 0, length) != directory.getInt(index * ENTRY + 12)) {
        throw new CorruptionException(source.name(), offset, "the block is damaged");
      }
      return ReferenceCodec.decode(bytes, fault);
    }

    private byte[] bytes(int length) {
      if (fault != FormatFault.ONE_BUFFER_FOR_ALL_READS) {
        return new byte[length];
      }
      buffer = buffer.length >= length ? buffer : Arrays.copyOf(buffer, length);
      return buffer;
    }

    @Override
    public void close() {
      if (closed && fault == FormatFault.SINGLE_CLOSE) {
        throw new IllegalStateException("planted");
      }
      closed = true;
    }
  }
}
