package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** How files of text hold bytes. */
enum Encoding {
  /** As UTF-8. Bytes that are not UTF-8 cannot be written. */
  TEXT,
  /** Hexadecimal, two small digits a byte; capital ones are read as well. */
  HEX,
  /** Base64 of RFC 4648 with padding. */
  BASE64;

  /**
   * The bytes that a text of a file stands for.
   *
   * @throws IllegalArgumentException when it stands for none; the message says why
   */
  byte[] decode(String text) {
    return switch (this) {
      case TEXT -> text.getBytes(UTF_8);
      case HEX -> HexFormat.of().parseHex(text);
      case BASE64 -> Base64.getDecoder().decode(text);
    };
  }

  /** What a text is that can be decoded, for messages. */
  String adjective() {
    return this == TEXT ? "text" : this == HEX ? "hexadecimal" : "Base64";
  }

  /** As it is named on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
