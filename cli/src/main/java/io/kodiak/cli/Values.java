package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What files hold, as keys and values of a table, in JSON, and for people. */
final class Values {
  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter(Locale.ROOT);

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 9, 9, true)
          .toFormatter(Locale.ROOT);

  private static final DateTimeFormatter DATE_AND_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .append(TIME)
          .toFormatter(Locale.ROOT);

  private Values() {}

  /** Whether a value stands for one text: it is no list and no map. */
  static boolean isPlain(Object value) {
    return !(value instanceof List<?>) && !(value instanceof Map<?, ?>);
  }

  /** The bytes that a plain value stands for: its own, or those of its text. */
  static byte[] bytes(Object value) {
    return value instanceof byte[] bytes ? bytes : text(value).getBytes(UTF_8);
  }

  /**
   * Numbers in decimal, without an exponent, dates and times as ISO 8601 has them, bytes in
   * hexadecimal. Times have nine digits of a second always, so that the order of texts is that of
   * time.
   */
  static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return BigDecimal.valueOf(number).toPlainString();
    }
    if (value instanceof Instant point) {
      return INSTANT.format(point);
    }
    if (value instanceof LocalDateTime time) {
      return DATE_AND_TIME.format(time);
    }
    return value instanceof LocalTime time ? TIME.format(time) : value.toString();
  }

  /** Within a line for people: bytes as UTF-8 where they are, otherwise in hexadecimal. */
  static String line(@Nullable Object value, Notation notation) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof byte[] bytes) {
      boolean isText = notation == Notation.TEXT && Notation.text(bytes) != null;
      return isText ? Notation.TEXT.line(bytes) : "0x" + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof List<?> list) {
      StringJoiner items = new StringJoiner(", ", "[", "]");
      list.forEach(item -> items.add(line(item, notation)));
      return items.toString();
    }
    if (value instanceof Map<?, ?> map) {
      StringJoiner items = new StringJoiner(", ", "{", "}");
      map.forEach((key, item) -> items.add(line(key, notation) + ": " + line(item, notation)));
      return items.toString();
    }
    // A large double has hundreds of digits, of which people want few.
    String text = value instanceof Double ? value.toString() : text(value);
    return Notation.TEXT.line(text.getBytes(UTF_8));
  }

  /** As a field of a JSON object; bytes that are not UTF-8 get another name. */
  static void field(JsonGenerator json, String name, @Nullable Object value, Notation notation)
      throws IOException {
    if (value instanceof byte[] bytes) {
      notation.field(json, name, bytes);
    } else {
      json.writeFieldName(name);
      write(json, value, notation);
    }
  }

  private static void write(JsonGenerator json, @Nullable Object value, Notation notation)
      throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object item : list) {
        write(json, item, notation);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        field(json, name(entry.getKey(), notation), entry.getValue(), notation);
      }
      json.writeEndObject();
    } else {
      json.writeString(plain(value, notation));
    }
  }

  /** The key of a map as the name of a field, which can only be text. */
  private static String name(@Nullable Object key, Notation notation) throws IOException {
    if (key != null && isPlain(key)) {
      return plain(key, notation);
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
      write(json, key, notation);
    }
    return text.toString();
  }

  /** JSON has its own way to escape: nothing is escaped here. */
  private static String plain(Object value, Notation notation) {
    String text =
        value instanceof byte[] bytes && notation == Notation.TEXT ? Notation.text(bytes) : null;
    return text == null ? text(value) : text;
  }

  /** Loads the library only when there is such a key. */
  private static final class Json {
    static final JsonFactory FACTORY = new JsonFactory();
  }
}
