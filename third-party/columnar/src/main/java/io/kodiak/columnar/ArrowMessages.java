package io.kodiak.columnar;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kodiak.api.CorruptionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The messages of an Arrow file or stream, found by their frames alone: where they lie and how many
 * rows they hold. What the frames claim is compared with the length of the file, so that the
 * library, which allocates before it reads, can be let at it.
 */
final class ArrowMessages {
  private static final int MAGIC_BYTES = 6;
  private static final int TAIL_BYTES = Integer.BYTES + MAGIC_BYTES;

  /** The magic number and two bytes that align what follows. */
  private static final int BEGIN_BYTES = 8;

  private static final int CONTINUATION = 0xffff_ffff;
  private static final int PREFIX_BYTES = 2 * Integer.BYTES;
  private static final int BLOCK_BYTES = 24;

  private final FileBytes file;
  private final Guard guard;
  private final List<FilePart> batches = new ArrayList<>();
  private final Set<String> codecs = new TreeSet<>();
  private long rows;
  private long listed;
  private int version;

  private ArrowMessages(FileBytes file, Guard guard) {
    this.file = file;
    this.guard = guard;
  }

  static ArrowMessages of(FileBytes file, FileKind kind, Guard guard) throws IOException {
    ArrowMessages messages = new ArrowMessages(file, guard);
    if (kind == FileKind.ARROW_STREAM) {
      messages.walk();
    } else {
      messages.readFooter();
    }
    return messages;
  }

  List<FilePart> batches() {
    return batches;
  }

  long rows() {
    return rows;
  }

  /** The version of the metadata: {@code V5}. */
  String version() {
    return "V" + (version + 1);
  }

  String compression() {
    return codecs.isEmpty() ? "none" : String.join(", ", codecs);
  }

  private void readFooter() throws IOException {
    long length = file.length();
    if (length < BEGIN_BYTES + TAIL_BYTES) {
      throw new CorruptionException(file.name(), length, "it is truncated: it has no footer");
    }
    byte[] tail = file.read(length - TAIL_BYTES, TAIL_BYTES);
    if (!new String(tail, Integer.BYTES, MAGIC_BYTES, US_ASCII).equals("ARROW1")) {
      throw new CorruptionException(
          file.name(), length - MAGIC_BYTES, "it is truncated: it does not end with ARROW1");
    }
    int bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
    long position = length - TAIL_BYTES - bytes;
    file.require("a footer", bytes < 0 ? -1 : position, bytes, length - TAIL_BYTES);
    guard.requireMemory("the footer", 4L * bytes);
    Footer footer = Footer.getRootAsFooter(little(file.read(position, bytes)));
    version = footer.version();
    ArrowSchemaGuard.check(file.name(), footer.schema());
    requireBlocks(footer.recordBatchesLength(), bytes);
    requireBlocks(footer.dictionariesLength(), bytes);
    for (int i = 0; i < footer.dictionariesLength(); i++) {
      block(footer.dictionaries(i), position);
    }
    for (int i = 0; i < footer.recordBatchesLength(); i++) {
      block(footer.recordBatches(i), position);
    }
  }

  private void requireBlocks(int count, int footerBytes) throws CorruptionException {
    if (count < 0 || (long) count * BLOCK_BYTES > footerBytes) {
      throw new CorruptionException(
          file.name(), -1, "its footer claims to list " + count + " batches");
    }
  }

  private void block(Block block, long end) throws IOException {
    file.require("the metadata of a batch", block.offset(), block.metaDataLength(), end);
    long body = block.offset() + block.metaDataLength();
    file.require("the body of a batch", body, block.bodyLength(), end);
    listed += block.metaDataLength() + block.bodyLength();
    if (listed > end) {
      throw new CorruptionException(
          file.name(),
          -1,
          "the batches that its footer lists take more bytes than the file has: one of them is"
              + " listed again");
    }
    guard.requireMemory("the metadata of a batch", block.metaDataLength());
    ByteBuffer frame = little(file.read(block.offset(), block.metaDataLength()));
    boolean isFramed = frame.remaining() > PREFIX_BYTES && frame.getInt(0) == CONTINUATION;
    frame.position(isFramed ? PREFIX_BYTES : Integer.BYTES);
    add(
        Message.getRootAsMessage(frame.slice().order(ByteOrder.LITTLE_ENDIAN)),
        block.offset(),
        block.metaDataLength() + block.bodyLength());
  }

  private void walk() throws IOException {
    long at = 0;
    boolean first = true;
    while (at < file.length()) {
      file.require("a message", at, PREFIX_BYTES, file.length());
      ByteBuffer prefix = little(file.read(at, PREFIX_BYTES));
      if (prefix.getInt() != CONTINUATION) {
        throw new CorruptionException(file.name(), at, "no message of an Arrow stream begins here");
      }
      int bytes = prefix.getInt();
      if (bytes == 0) {
        return;
      }
      file.require("the metadata of a message", at + PREFIX_BYTES, bytes, file.length());
      guard.requireMemory("the metadata of a message", bytes);
      Message message = Message.getRootAsMessage(little(file.read(at + PREFIX_BYTES, bytes)));
      long body = at + PREFIX_BYTES + bytes;
      file.require("the body of a message", body, message.bodyLength(), file.length());
      if (first && message.headerType() != MessageHeader.Schema) {
        throw new CorruptionException(file.name(), at, "a stream begins with a schema");
      }
      first = false;
      version = message.version();
      add(message, at, PREFIX_BYTES + bytes + message.bodyLength());
      at = body + message.bodyLength();
    }
  }

  private void add(Message message, long offset, long bytes) throws IOException {
    guard.requireMemory("a batch", bytes);
    if (message.headerType() == MessageHeader.Schema
        && message.header(new Schema()) instanceof Schema schema) {
      ArrowSchemaGuard.check(file.name(), schema);
    }
    if (message.headerType() == MessageHeader.DictionaryBatch
        && message.header(new DictionaryBatch()) instanceof DictionaryBatch dictionary) {
      check(dictionary.data(), offset);
    }
    if (message.headerType() == MessageHeader.RecordBatch
        && message.header(new RecordBatch()) instanceof RecordBatch batch) {
      check(batch, offset);
      batches.add(new FilePart(offset, bytes, batch.length()));
      rows += batch.length();
    }
  }

  private void check(@Nullable RecordBatch batch, long offset) throws CorruptionException {
    if (batch == null || batch.length() < 0 || batch.length() > Integer.MAX_VALUE) {
      throw new CorruptionException(file.name(), offset, "a batch claims no possible row count");
    }
    BodyCompression compression = batch.compression();
    if (compression != null) {
      String name = CompressionType.name(compression.codec());
      codecs.add(name.toLowerCase(Locale.ROOT).replace("_frame", ""));
    }
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
