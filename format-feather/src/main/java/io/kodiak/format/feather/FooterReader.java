package io.kodiak.format.feather;

import static io.kodiak.format.feather.MalformedException.require;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.FileSource;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;

/** Rebuilds the block directory of a file from its footer and the metadata of its batches. */
final class FooterReader {
  /** What a record batch takes in the footer. */
  private static final int BLOCK_BYTES = 24;

  private final FileSource source;
  private final BatchBuffers buffers = new BatchBuffers();

  private FooterReader(FileSource source) {
    this.source = source;
  }

  /**
   * The directory of a file.
   *
   * @throws CorruptionException when it is no file of this format, or damaged
   */
  static Slice directory(FileSource source) throws IOException {
    try {
      return new FooterReader(source).directory();
    } catch (RuntimeException e) {
      throw new CorruptionException(
          source.name(), -1, "it cannot be a file of the format feather: " + e.getMessage(), e);
    }
  }

  private Slice directory() throws IOException {
    byte[] begin = Layout.begin();
    byte[] end = Layout.end();
    int trailer = Integer.BYTES + end.length;
    long behind = source.length() - trailer;
    require(behind >= begin.length + Layout.MESSAGE_PREFIX, "it is too short");
    byte[] found = read(0, begin.length);
    require(Arrays.equals(found, begin), "it does not begin with ARROW1");
    byte[] last = read(behind, trailer);
    require(
        Arrays.equals(last, Integer.BYTES, trailer, end, 0, end.length),
        "it does not end with ARROW1");
    int length = (int) Layout.INT.get(last, 0);
    require(
        length > 0 && length <= Layout.MAX_FOOTER_BYTES && length <= behind - begin.length,
        "the length of its footer is out of bounds");
    byte[] footer = read(behind - length, length);
    return rebuild(
        Footer.getRootAsFooter(ByteBuffer.wrap(footer).order(ByteOrder.LITTLE_ENDIAN)),
        behind - length);
  }

  private Slice rebuild(Footer footer, long limit) throws IOException {
    FileMetadata.check(Objects.requireNonNull(footer.schema(), "it has no schema"));
    int count = footer.recordBatchesLength();
    require(
        count > 0 && count <= footer.getByteBuffer().capacity() / BLOCK_BYTES,
        "the number of its record batches is out of bounds");
    require(footer.dictionariesLength() == 0, "it has dictionaries");
    BlockDirectory.Builder builder = null;
    Codec codec = new NoCodec();
    Block block = new Block();
    byte[] metadata = new byte[Layout.MAX_METADATA_BYTES];
    for (int i = 0; i < count; i++) {
      footer.recordBatches(block, i);
      long position = block.offset();
      if (builder == null) {
        require(position > 0 && position < limit, "a record batch lies outside of it");
      } else {
        require(position == builder.end(), "its record batches do not follow each other");
      }
      long size = block.metaDataLength() + block.bodyLength();
      require(
          block.metaDataLength() > 0
              && block.metaDataLength() <= metadata.length
              && block.bodyLength() >= 0
              && block.bodyLength() <= limit
              && size <= limit - position,
          "a record batch is too long");
      source.read(position, metadata, 0, block.metaDataLength());
      buffers.read(metadata, block.metaDataLength());
      require(
          buffers.metadataBytes() == block.metaDataLength()
              && (long) buffers.headBytes() + buffers.tailBytes() == size,
          "a record batch is not as long as its footer says");
      if (builder == null) {
        codec = Codec.numbered(buffers.codec());
        builder = new BlockDirectory.Builder(codec, position);
      }
      require(buffers.codec() == codec.number(), "its record batches differ in compression");
      builder.add(
          buffers.rows(), buffers.metadataBytes(), buffers.headBytes(), buffers.tailBytes());
    }
    return Objects.requireNonNull(builder).encoded();
  }

  private byte[] read(long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    source.read(position, bytes, 0, length);
    return bytes;
  }
}
