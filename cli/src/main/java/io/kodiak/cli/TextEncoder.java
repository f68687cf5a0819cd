package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.api.EntryView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/**
 * Turns keys and values into text, as bytes of UTF-8 in an array that is used again. Not safe for
 * use by several threads.
 */
final class TextEncoder {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final byte[] BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(US_ASCII);

  private final Encoding encoding;
  private final CharsetDecoder decoder = UTF_8.newDecoder();
  private final CharBuffer ignored = CharBuffer.allocate(4096);
  private byte[] array = new byte[256];
  private int offset;
  private int length;

  TextEncoder(Encoding encoding) {
    this.encoding = encoding;
  }

  /** The array that holds the text; not to be written to. */
  byte[] array() {
    return array;
  }

  /** Where in {@link #array()} the text begins. */
  int offset() {
    return offset;
  }

  /** The length of the text in bytes. */
  int length() {
    return length;
  }

  /** Whether a text may hold any character, also those that a format has to escape. */
  boolean isFree() {
    return encoding == Encoding.TEXT;
  }

  /**
   * Encodes a column of an entry; the text is valid until the next call, and as long as the entry.
   *
   * @throws IOException when its bytes cannot be written in this encoding
   */
  void encode(EntryView entry, ExportColumn column) throws IOException {
    boolean isKey = column == ExportColumn.KEY;
    byte[] bytes = isKey ? entry.keyArray() : entry.valueArray();
    int from = isKey ? entry.keyOffset() : entry.valueOffset();
    int count = isKey ? entry.keyLength() : entry.valueLength();
    switch (encoding) {
      case TEXT -> {
        if (!isText(bytes, from, count)) {
          throw new IOException(refusal(entry, isKey));
        }
        array = bytes;
        offset = from;
        length = count;
      }
      case HEX -> hex(bytes, from, count);
      case BASE64 -> base64(bytes, from, count);
    }
  }

  private static String refusal(EntryView entry, boolean isKey) {
    String key = Notation.TEXT.line(entry.keySlice().toByteArray());
    String subject = isKey ? "the key \"" + key + "\"" : "the value of the key \"" + key + "\"";
    return subject + " is not UTF-8; export with --encoding hex or --encoding base64";
  }

  private boolean isText(byte[] bytes, int from, int count) {
    ByteBuffer source = ByteBuffer.wrap(bytes, from, count);
    decoder.reset();
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      ignored.clear();
      result = decoder.decode(source, ignored, true);
    }
    return result.isUnderflow();
  }

  private void hex(byte[] bytes, int from, int count) {
    byte[] text = room(2 * count);
    for (int i = 0; i < count; i++) {
      int b = bytes[from + i];
      text[2 * i] = HEX[(b >> 4) & 0xf];
      text[2 * i + 1] = HEX[b & 0xf];
    }
  }

  /** As {@link java.util.Base64} does, which only takes and gives whole arrays. */
  private void base64(byte[] bytes, int from, int count) {
    byte[] text = room((count + 2) / 3 * 4);
    int to = 0;
    for (int i = 0; i < count; i += 3) {
      int left = count - i;
      int bits = (bytes[from + i] & 0xff) << 16;
      bits |= left > 1 ? (bytes[from + i + 1] & 0xff) << 8 : 0;
      bits |= left > 2 ? bytes[from + i + 2] & 0xff : 0;
      text[to++] = BASE64[bits >> 18];
      text[to++] = BASE64[(bits >> 12) & 0x3f];
      text[to++] = left > 1 ? BASE64[(bits >> 6) & 0x3f] : (byte) '=';
      text[to++] = left > 2 ? BASE64[bits & 0x3f] : (byte) '=';
    }
  }

  private byte[] room(int size) {
    if (array.length < size) {
      array = new byte[Math.max(size, 2 * array.length)];
    }
    offset = 0;
    length = size;
    return array;
  }
}
