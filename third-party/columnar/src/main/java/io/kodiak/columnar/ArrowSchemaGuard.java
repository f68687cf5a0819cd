package io.kodiak.columnar;

import io.kodiak.api.CorruptionException;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a schema before the library builds objects of it: in the encoding of Arrow's
 * metadata, a few bytes can refer to each other so that they stand for a tree without an end.
 */
final class ArrowSchemaGuard {
  private static final int MOST_FIELDS = 10_000;
  private static final int DEEPEST = 64;

  private final String file;
  private int fields;

  private ArrowSchemaGuard(String file) {
    this.file = file;
  }

  static void check(String file, @Nullable Schema schema) throws CorruptionException {
    ArrowSchemaGuard guard = new ArrowSchemaGuard(file);
    if (schema == null) {
      throw guard.damaged("it is missing");
    }
    if (schema.endianness() != Endianness.Little) {
      throw guard.damaged("its numbers are big-endian, which cannot be read here");
    }
    for (int i = 0; i < schema.fieldsLength(); i++) {
      guard.check(schema.fields(i), 1);
    }
  }

  private void check(@Nullable Field field, int depth) throws CorruptionException {
    if (field == null || ++fields > MOST_FIELDS || depth > DEEPEST) {
      throw damaged("more than " + MOST_FIELDS + " fields, or " + DEEPEST + " inside each other");
    }
    for (int i = 0; i < field.childrenLength(); i++) {
      check(field.children(i), depth + 1);
    }
  }

  private CorruptionException damaged(String reason) {
    return new CorruptionException(file, -1, "the schema: " + reason);
  }
}
