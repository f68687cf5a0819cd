package io.kodiak.engine.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.Limits;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Decodes what {@link EditEncoder} encoded. The checksum of the bytes has been compared; yet no
 * length is believed before it is bounded, as whoever can write a file can write its checksum.
 */
final class EditDecoder {
  private static final int LONGEST_TEXT = 1024;

  private final String file;
  private final long origin;
  private final byte[] bytes;
  private final int end;
  private int at;

  private EditDecoder(String file, long origin, byte[] bytes, int from, int length) {
    this.file = file;
    this.origin = origin;
    this.bytes = bytes;
    this.at = from;
    this.end = from + length;
  }

  /**
   * Decodes the edit in {@code length} bytes from {@code from}.
   *
   * @param file the name of the file, for messages
   * @param origin where in the file the array begins
   */
  static VersionEdit decode(String file, long origin, byte[] bytes, int from, int length)
      throws CorruptionException {
    return new EditDecoder(file, origin, bytes, from, length).edit();
  }

  private VersionEdit edit() throws CorruptionException {
    VersionEdit.Builder edit = VersionEdit.builder();
    while (at < end) {
      int begin = at;
      try {
        field(edit);
      } catch (IllegalArgumentException e) {
        throw new CorruptionException(file, origin + begin, e.getMessage(), e);
      }
    }
    return edit.build();
  }

  private void field(VersionEdit.Builder edit) throws CorruptionException {
    int tag = integer();
    switch (tag) {
      case EditEncoder.TABLE ->
          edit.table(new TableInfo(integer(), text(), text(), text(), text()));
      case EditEncoder.REMOVED -> edit.removeSSTable(integer(), positive());
      case EditEncoder.ADDED_WITHOUT_LAYOUT -> edit.addSSTable(integer(), sstable(false));
      case EditEncoder.ADDED -> edit.addSSTable(integer(), sstable(true));
      case EditEncoder.FLUSHED -> edit.flushedSequence(integer(), positive());
      case EditEncoder.FIRST_SEGMENT -> edit.firstSegment(positive());
      case EditEncoder.LAST_SEQUENCE -> edit.lastSequence(positive());
      case EditEncoder.NEXT_FILE_ID -> edit.nextFileId(positive());
      default ->
          throw damaged("unknown field " + tag + "; was it written by a newer version of Kodiak?");
    }
  }

  private SSTableFile sstable(boolean withLayout) throws CorruptionException {
    SSTableMeta meta =
        new SSTableMeta(
            positive(),
            integer(),
            varint(),
            key(),
            key(),
            positive(),
            positive(),
            positive(),
            positive(),
            positive(),
            text(),
            integer(),
            varint());
    String extension = text();
    FileSeal seal = new FileSeal(positive(), fixed(), positive(), fixed());
    BlockLayout layout = withLayout ? new BlockLayout(text(), integer()) : BlockLayout.UNKNOWN;
    return new SSTableFile(meta, extension, seal, layout);
  }

  private Slice key() throws CorruptionException {
    int length = length(Limits.MAX_KEY_BYTES);
    Slice key = Slice.copyOf(bytes, at, length);
    at += length;
    return key;
  }

  private String text() throws CorruptionException {
    int length = length(LONGEST_TEXT);
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length)).toString();
      at += length;
      return text;
    } catch (CharacterCodingException e) {
      throw damaged("a text that is not UTF-8");
    }
  }

  private int length(int most) throws CorruptionException {
    long length = varint();
    if (length < 0 || length > most || length > end - at) {
      throw damaged(
          "a length of " + length + " bytes; " + most + " may be and " + (end - at) + " are left");
    }
    return (int) length;
  }

  private int integer() throws CorruptionException {
    long value = varint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw damaged(value + " is out of range");
    }
    return (int) value;
  }

  private long positive() throws CorruptionException {
    long value = varint();
    if (value < 0) {
      throw damaged(value + " is less than 0");
    }
    return value;
  }

  private long varint() throws CorruptionException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == end) {
        throw damaged("the edit ends within a field");
      }
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged("an integer of more than 64 bits");
  }

  private int fixed() throws CorruptionException {
    if (end - at < 4) {
      throw damaged("the edit ends within a field");
    }
    int value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      value |= (bytes[at++] & 0xff) << shift;
    }
    return value;
  }

  private CorruptionException damaged(String problem) {
    return new CorruptionException(file, origin + at, problem);
  }
}
