package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How bytes are written for people. */
enum Notation {
  /**
   * UTF-8. In lines of output, what would break the line or its columns is escaped: {@code \t},
   * {@code \n}, {@code \r}, {@code \\}, and {@code \xNN} for other control characters and for bytes
   * that are not UTF-8.
   */
  TEXT,
  /** Hexadecimal, two digits a byte. */
  HEX;

  /** The bytes that an argument stands for. */
  byte[] parse(String argument) {
    return this == HEX ? HexFormat.of().parseHex(argument) : argument.getBytes(UTF_8);
  }

  /** The bytes within a line. */
  String line(byte[] bytes) {
    return this == HEX ? HexFormat.of().formatHex(bytes) : escaped(bytes);
  }

  private static String escaped(byte[] bytes) {
    String text = text(bytes);
    StringBuilder line = new StringBuilder(bytes.length);
    if (text == null) {
      for (byte b : bytes) {
        append(line, (char) (b & 0xff), (b & 0x80) != 0);
      }
    } else {
      for (int i = 0; i < text.length(); i++) {
        append(line, text.charAt(i), false);
      }
    }
    return line.toString();
  }

  private static void append(StringBuilder line, char c, boolean isForeign) {
    switch (c) {
      case '\t' -> line.append("\\t");
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\\' -> line.append("\\\\");
      default -> {
        if (isForeign || c < 0x20 || c == 0x7f) {
          line.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
        } else {
          line.append(c);
        }
      }
    }
  }

  /** The bytes as text; {@code null} when they are not UTF-8. */
  static @Nullable String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Writes bytes as a field of a JSON object: as text, or in hexadecimal with another name. */
  void field(JsonGenerator json, String name, byte[] bytes) throws IOException {
    String text = this == HEX ? null : text(bytes);
    if (text == null) {
      json.writeStringField(name + "-hex", HexFormat.of().formatHex(bytes));
    } else {
      json.writeStringField(name, text);
    }
  }

  /**
   * Prints an entry as a line: the key, a tab, the value; or a JSON object with both.
   *
   * @param value {@code null} where the key alone is wanted
   */
  void print(Output out, boolean json, byte[] key, byte @Nullable [] value) {
    if (json) {
      out.jsonLine(
          generator -> {
            generator.writeStartObject();
            field(generator, "key", key);
            if (value != null) {
              field(generator, "value", value);
            }
            generator.writeEndObject();
          });
    } else {
      out.text(line(key)).line(value == null ? "" : "\t" + line(value));
    }
  }
}
