package io.kodiak.format.feather;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.BodyCompressionMethod;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;

/** Builds the message that stands before the buffers of a record batch. For one thread. */
final class BatchMetadata {
  private final Codec codec;
  private final FlatBufferBuilder builder = new FlatBufferBuilder(1 << 10);
  private byte[] array = new byte[1 << 10];

  BatchMetadata(Codec codec) {
    this.codec = codec;
  }

  /** Builds the message for what was encoded last; returns its length, padded. */
  int build(int rows, BatchEncoder batch) {
    builder.clear();
    RecordBatch.startBuffersVector(builder, Layout.BUFFERS);
    for (int i = Layout.BUFFERS - 1; i >= 0; i--) {
      Buffer.createBuffer(builder, batch.bufferOffset(i), batch.bufferLength(i));
    }
    int buffers = builder.endVector();
    RecordBatch.startNodesVector(builder, Layout.COLUMNS.size());
    for (int column = Layout.COLUMNS.size() - 1; column >= 0; column--) {
      FieldNode.createFieldNode(builder, rows, column == Layout.VALUE ? batch.nulls() : 0);
    }
    int nodes = builder.endVector();
    int compression = 0;
    if (codec.compresses()) {
      compression =
          BodyCompression.createBodyCompression(
              builder, codec.number(), BodyCompressionMethod.BUFFER);
    }
    RecordBatch.startRecordBatch(builder);
    RecordBatch.addLength(builder, rows);
    RecordBatch.addNodes(builder, nodes);
    RecordBatch.addBuffers(builder, buffers);
    if (compression != 0) {
      RecordBatch.addCompression(builder, compression);
    }
    int header = RecordBatch.endRecordBatch(builder);
    long body = (long) batch.headLength() + Layout.padded(batch.tailLength());
    builder.finish(message(builder, MessageHeader.RecordBatch, header, body));
    return frame();
  }

  static int message(FlatBufferBuilder builder, byte type, int header, long bodyBytes) {
    Message.startMessage(builder);
    Message.addBodyLength(builder, bodyBytes);
    Message.addHeader(builder, header);
    Message.addHeaderType(builder, type);
    Message.addVersion(builder, MetadataVersion.V5);
    return Message.endMessage(builder);
  }

  private int frame() {
    ByteBuffer built = builder.dataBuffer();
    int length = Layout.padded(built.remaining());
    int total = Layout.MESSAGE_PREFIX + length;
    if (array.length < total) {
      array = new byte[total];
    }
    frame(built, array, length);
    return total;
  }

  /** Writes prefix, message and padding to the begin of an array. */
  static void frame(ByteBuffer message, byte[] target, int paddedLength) {
    int bytes = message.remaining();
    Layout.INT.set(target, 0, Layout.CONTINUATION);
    Layout.INT.set(target, Integer.BYTES, paddedLength);
    message.get(target, Layout.MESSAGE_PREFIX, bytes);
    int end = Layout.MESSAGE_PREFIX + bytes;
    Arrays.fill(target, end, Layout.MESSAGE_PREFIX + paddedLength, (byte) 0);
  }

  /** The array that begins with the message. */
  byte[] array() {
    return array;
  }
}
