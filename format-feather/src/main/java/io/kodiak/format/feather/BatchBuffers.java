package io.kodiak.format.feather;

import static io.kodiak.format.feather.MalformedException.require;

import io.kodiak.api.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Reads the metadata of a record batch: how many rows it has, and where its buffers lie. Believes
 * nothing that does not fit. For one thread.
 */
final class BatchBuffers {
  private final Message message = new Message();
  private final RecordBatch batch = new RecordBatch();
  private final Buffer buffer = new Buffer();
  private final FieldNode node = new FieldNode();
  private final BodyCompression compression = new BodyCompression();
  private final int[] starts = new int[Layout.BUFFERS];
  private final int[] lengths = new int[Layout.BUFFERS];
  private int metadataBytes;
  private int headBytes;
  private int rows;
  private int nulls;
  private long bodyBytes;
  private int codec;

  /**
   * Reads the metadata at the begin of an array.
   *
   * @param available how many bytes of the array are there
   * @throws RuntimeException when it cannot be that of a batch of this format
   */
  void read(byte[] array, int available) {
    require(available > Layout.MESSAGE_PREFIX, "it is too short");
    require((int) Layout.INT.get(array, 0) == Layout.CONTINUATION, "it begins in another way");
    int length = (int) Layout.INT.get(array, Integer.BYTES);
    require(
        length > 0
            && length % Layout.ALIGNMENT == 0
            && length <= Math.min(available, Layout.MAX_METADATA_BYTES) - Layout.MESSAGE_PREFIX,
        "its metadata has a wrong length");
    metadataBytes = Layout.MESSAGE_PREFIX + length;
    ByteBuffer bytes = ByteBuffer.wrap(array, 0, metadataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(Layout.MESSAGE_PREFIX);
    Message.getRootAsMessage(bytes, message);
    require(message.headerType() == MessageHeader.RecordBatch, "it is another message");
    require(message.header(batch) != null, "it has no header");
    require(
        batch.nodesLength() == Layout.COLUMNS.size() && batch.buffersLength() == Layout.BUFFERS,
        "it has other columns");
    bodyBytes = message.bodyLength();
    nodes();
    buffers();
    codec = batch.compression(compression) == null ? NoCodec.NUMBER : compression.codec();
  }

  private void nodes() {
    long count = batch.length();
    require(count > 0 && count <= Limits.MAX_BLOCK_ENTRIES, "it has too many rows");
    rows = (int) count;
    for (int column = 0; column < Layout.COLUMNS.size(); column++) {
      batch.nodes(node, column);
      long missing = node.nullCount();
      require(node.length() == count, "its columns differ in length");
      require(
          missing >= 0 && missing <= (column == Layout.VALUE ? count : 0),
          "it has nulls where none can be");
      nulls = (int) missing;
    }
  }

  private void buffers() {
    long end = 0;
    for (int i = 0; i < Layout.BUFFERS; i++) {
      batch.buffers(buffer, i);
      require(
          buffer.offset() == end && buffer.length() >= 0, "its buffers do not follow each other");
      require(
          i == Layout.VALUE_DATA
              ? buffer.length() <= Layout.MAX_BUFFER_BYTES
              : end + buffer.length() <= Layout.MAX_HEAD_BYTES,
          "a buffer is too long");
      starts[i] = metadataBytes + (int) end;
      lengths[i] = (int) buffer.length();
      headBytes = starts[i];
      end += Layout.padded(lengths[i]);
    }
    require(end == bodyBytes, "its buffers are not as long as all of it");
  }

  int rows() {
    return rows;
  }

  /** How many values are null. */
  int nulls() {
    return nulls;
  }

  /** The number of the compression. */
  int codec() {
    return codec;
  }

  int metadataBytes() {
    return metadataBytes;
  }

  /** The bytes of the metadata and of all buffers but the last. */
  int headBytes() {
    return headBytes;
  }

  /** The bytes of the last buffer, padded. */
  int tailBytes() {
    return Layout.padded(lengths[Layout.VALUE_DATA]);
  }

  /** Where a buffer begins, counted from the begin of the metadata. */
  int start(int index) {
    return starts[index];
  }

  int length(int index) {
    return lengths[index];
  }
}
