package io.kodiak.engine.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import java.util.Arrays;

/**
 * Encodes edits: fields, each a tag and its values, until the end. Integers are base-128 varints,
 * checksums four bytes, texts and keys follow their length.
 */
final class EditEncoder {
  static final int TABLE = 1;
  static final int REMOVED = 2;
  static final int ADDED_WITHOUT_LAYOUT = 3;
  static final int FLUSHED = 4;
  static final int FIRST_SEGMENT = 5;
  static final int LAST_SEQUENCE = 6;
  static final int NEXT_FILE_ID = 7;
  static final int ADDED = 8;

  private byte[] bytes = new byte[256];
  private int size;

  private EditEncoder() {}

  static byte[] encode(VersionEdit edit) {
    EditEncoder out = new EditEncoder();
    edit.tables().forEach(out::table);
    edit.removed().forEach(out::removal);
    edit.added().forEach(out::addition);
    edit.flushed().forEach(out::flushed);
    out.number(FIRST_SEGMENT, edit.firstSegment());
    out.number(LAST_SEQUENCE, edit.lastSequence());
    out.number(NEXT_FILE_ID, edit.nextFileId());
    return Arrays.copyOf(out.bytes, out.size);
  }

  private void table(TableInfo table) {
    varint(TABLE);
    varint(table.id());
    text(table.name());
    text(table.memtable());
    text(table.format());
    text(table.policy());
  }

  private void removal(VersionEdit.Removal removal) {
    varint(REMOVED);
    varint(removal.tableId());
    varint(removal.fileId());
  }

  private void addition(VersionEdit.Addition addition) {
    SSTableMeta meta = addition.file().meta();
    FileSeal seal = addition.file().seal();
    varint(ADDED);
    varint(addition.tableId());
    varint(meta.id());
    varint(meta.level());
    varint(meta.run());
    key(meta.firstKey());
    key(meta.lastKey());
    varint(meta.firstSequence());
    varint(meta.lastSequence());
    varint(meta.entries());
    varint(meta.tombstones());
    varint(meta.bytes());
    text(meta.format());
    varint(meta.formatVersion());
    varint(meta.createdMillis());
    text(addition.file().extension());
    varint(seal.dataBytes());
    fixed(seal.dataChecksum());
    varint(seal.indexBytes());
    fixed(seal.indexChecksum());
    text(addition.file().layout().encoding());
    varint(addition.file().layout().blockBytes());
  }

  private void flushed(VersionEdit.Flushed flushed) {
    varint(FLUSHED);
    varint(flushed.tableId());
    varint(flushed.sequence());
  }

  private void number(int tag, long value) {
    if (value != 0) {
      varint(tag);
      varint(value);
    }
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    bytes(utf8, 0, utf8.length);
  }

  private void key(Slice key) {
    bytes(key.array(), key.offset(), key.length());
  }

  private void bytes(byte[] source, int offset, int length) {
    varint(length);
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  private void varint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void fixed(int value) {
    reserve(4);
    for (int shift = 0; shift < 32; shift += 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.addExact(size, Math.max(size, more)));
    }
  }
}
