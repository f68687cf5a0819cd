package io.kodiak.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Reads the text of a configuration, within bounds. */
final class ConfigText {
  /** The size of the largest file, in bytes. */
  static final int MAX_BYTES = 1 << 20;

  private ConfigText() {}

  /**
   * Reads all of it.
   *
   * @throws IOException when it cannot be read, is too large, or is not UTF-8; the message says
   *     which
   */
  static String read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException(
          "larger than " + Units.bytes(MAX_BYTES) + ", so hardly a configuration");
    }
    ByteBuffer left = ByteBuffer.wrap(bytes);
    try {
      String text = UTF_8.newDecoder().decode(left).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException("not UTF-8: the byte at offset " + left.position() + " is wrong", e);
    }
  }
}
