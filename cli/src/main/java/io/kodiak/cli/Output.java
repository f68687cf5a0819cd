package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Standard output, for results. It is buffered and, unlike a {@link java.io.PrintStream}, it
 * notices when nobody reads it any more.
 */
final class Output {
  private static final int BUFFER = 64 << 10;

  private final OutputStream out;
  private boolean closed;

  Output(OutputStream target) {
    out = new BufferedOutputStream(target, BUFFER);
  }

  /** Writes a text as it is. */
  Output text(String text) {
    return bytes(text.getBytes(UTF_8));
  }

  /** Writes a text and ends the line. */
  Output line(String text) {
    return text(text).text("\n");
  }

  /** Ends the line. */
  Output line() {
    return text("\n");
  }

  Output bytes(byte[] bytes) {
    return bytes(bytes, 0, bytes.length);
  }

  private Output bytes(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw closed(e);
    }
    return this;
  }

  /**
   * Standard output as a stream for bytes, with the buffer of this object. It cannot be closed, and
   * fails as this object does.
   */
  OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        bytes(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        Output.this.bytes(bytes, offset, length);
      }

      @Override
      public void flush() {
        Output.this.flush();
      }
    };
  }

  /** Hands everything on; does nothing once nobody reads it any more. */
  void flush() {
    if (closed) {
      return;
    }
    try {
      out.flush();
    } catch (IOException e) {
      throw closed(e);
    }
  }

  private OutputClosed closed(IOException cause) {
    closed = true;
    return new OutputClosed(cause);
  }

  /**
   * Writes one JSON value on several lines, and ends the line.
   *
   * @throws UncheckedIOException when the value cannot be had; what is written of it is no JSON
   */
  void json(JsonValue value) {
    json(value, true);
  }

  /** Writes one JSON value on one line, and ends it; otherwise as {@link #json}. */
  void jsonLine(JsonValue value) {
    json(value, false);
  }

  private void json(JsonValue value, boolean pretty) {
    // Through stream(), whose failures are no IOException: what is caught here, the value threw.
    try (JsonGenerator generator = Json.FACTORY.createGenerator(stream())) {
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      // A value that breaks off must not look like a whole one.
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      if (pretty) {
        generator.setPrettyPrinter(new DefaultPrettyPrinter());
      }
      value.write(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    line();
  }

  /** Loads the library only when there is JSON to write. */
  private static final class Json {
    static final JsonFactory FACTORY = new JsonFactory();
  }

  /** Writes a JSON value; its failures are those of what it reads. */
  @FunctionalInterface
  interface JsonValue {
    void write(JsonGenerator json) throws IOException;
  }
}
