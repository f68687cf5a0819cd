package io.kodiak.format.feather;

import static io.kodiak.format.feather.MalformedException.require;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.arrow.flatbuf.Binary;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;

/** The metadata of a whole file: the schema at its begin, and the footer at its end. */
final class FileMetadata {
  private FileMetadata() {}

  /** The message with which a file begins, framed. */
  static byte[] schemaMessage() {
    FlatBufferBuilder builder = new FlatBufferBuilder(1 << 9);
    builder.finish(BatchMetadata.message(builder, MessageHeader.Schema, schema(builder), 0));
    ByteBuffer built = builder.dataBuffer();
    int length = Layout.padded(built.remaining());
    byte[] framed = new byte[Layout.MESSAGE_PREFIX + length];
    BatchMetadata.frame(built, framed, length);
    return framed;
  }

  private static int schema(FlatBufferBuilder builder) {
    int[] fields = new int[Layout.COLUMNS.size()];
    for (int column = 0; column < fields.length; column++) {
      int name = builder.createString(Layout.COLUMNS.get(column));
      byte type = type(column);
      int typed = type == Type.Int ? Int.createInt(builder, bits(column), true) : binary(builder);
      int children = Field.createChildrenVector(builder, new int[0]);
      boolean nullable = column == Layout.VALUE;
      fields[column] = Field.createField(builder, name, nullable, type, typed, 0, children, 0);
    }
    int vector = Schema.createFieldsVector(builder, fields);
    return Schema.createSchema(builder, Endianness.Little, vector, 0, 0);
  }

  private static byte type(int column) {
    return column == Layout.SEQ || column == Layout.OP ? Type.Int : Type.Binary;
  }

  private static int bits(int column) {
    return column == Layout.SEQ ? Long.SIZE : Integer.SIZE;
  }

  private static int binary(FlatBufferBuilder builder) {
    Binary.startBinary(builder);
    return Binary.endBinary(builder);
  }

  /** What stands behind the last batch: the mark of the end, the footer and its length. */
  static byte[] end(BlockDirectory.Builder blocks, Map<String, String> properties) {
    FlatBufferBuilder builder = new FlatBufferBuilder(1 << 12);
    int schema = schema(builder);
    int[] pairs = new int[properties.size()];
    int count = 0;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      int key = builder.createString(property.getKey());
      int value = builder.createString(property.getValue());
      pairs[count++] = KeyValue.createKeyValue(builder, key, value);
    }
    int metadata = Footer.createCustomMetadataVector(builder, pairs);
    Footer.startRecordBatchesVector(builder, blocks.count());
    long end = blocks.end();
    for (int i = blocks.count() - 1; i >= 0; i--) {
      long body = blocks.bytes(i) - blocks.metadataBytes(i);
      end -= blocks.bytes(i);
      Block.createBlock(builder, end, blocks.metadataBytes(i), body);
    }
    int batches = builder.endVector();
    Footer.startDictionariesVector(builder, 0);
    int dictionaries = builder.endVector();
    builder.finish(
        Footer.createFooter(builder, MetadataVersion.V5, schema, dictionaries, batches, metadata));
    return end(builder.dataBuffer());
  }

  private static byte[] end(ByteBuffer footer) {
    byte[] magic = Layout.end();
    int length = footer.remaining();
    byte[] end = new byte[Layout.MESSAGE_PREFIX + length + Integer.BYTES + magic.length];
    Layout.INT.set(end, 0, Layout.CONTINUATION);
    footer.get(end, Layout.MESSAGE_PREFIX, length);
    Layout.INT.set(end, Layout.MESSAGE_PREFIX + length, length);
    System.arraycopy(magic, 0, end, end.length - magic.length, magic.length);
    return end;
  }

  /**
   * Compares a schema with that of this format.
   *
   * @throws MalformedException when it is another
   */
  static void check(Schema schema) {
    require(schema.endianness() == Endianness.Little, "its numbers are big-endian");
    require(schema.fieldsLength() == Layout.COLUMNS.size(), "its columns are not key to value");
    for (int column = 0; column < Layout.COLUMNS.size(); column++) {
      Field field = schema.fields(column);
      require(
          Layout.COLUMNS.get(column).equals(field.name()) && field.typeType() == type(column),
          "its column " + column + " is not \"" + Layout.COLUMNS.get(column) + '"');
      if (type(column) == Type.Int) {
        require(
            field.type(new Int()) instanceof Int number && number.bitWidth() == bits(column),
            "the numbers of its column " + column + " have another width");
      }
    }
  }
}
