package io.kodiak.columnar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CorruptionException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types of Arrow that take more than what its library returns, and dictionaries within types. */
class ArrowNestedFilesTest {
  private static final DictionaryEncoding ENCODING = new DictionaryEncoding(7, false, null);
  private static final FieldType INDEX =
      new FieldType(true, new ArrowType.Int(Integer.SIZE, true), ENCODING);

  @TempDir Path folder;

  private static void write(
      Path path, boolean stream, VectorSchemaRoot root, MapDictionaryProvider dictionaries)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(path);
        ArrowWriter writer =
            stream
                ? new ArrowStreamWriter(root, dictionaries, Channels.newChannel(out))
                : new ArrowFileWriter(root, dictionaries, Channels.newChannel(out))) {
      writer.start();
      writer.writeBatch();
      writer.end();
    }
  }

  @Test
  void giveTimesOfTheDayAndShortFloatsAsSuch() throws IOException {
    Path path = folder.resolve("rows");
    LocalTime time = LocalTime.of(23, 59, 59, 999_000_000);
    try (BufferAllocator allocator = new RootAllocator();
        TimeMilliVector millis = new TimeMilliVector("millis", allocator);
        TimeSecVector seconds = new TimeSecVector("seconds", allocator);
        Float2Vector half = new Float2Vector("half", allocator)) {
      millis.setSafe(0, (int) (time.toNanoOfDay() / 1_000_000));
      millis.setNull(1);
      seconds.setSafe(0, time.toSecondOfDay());
      seconds.setNull(1);
      half.allocateNew(2);
      half.setWithPossibleTruncate(0, -1.5f);
      half.setNull(1);
      VectorSchemaRoot root = VectorSchemaRoot.of(millis, seconds, half);
      root.setRowCount(2);
      write(path, false, root, new MapDictionaryProvider());
    }
    assertThat(Rows.read(path))
        .containsExactly(List.of(time, time.withNano(0), -1.5), Arrays.asList(null, null, null));
  }

  /** A list and a struct, with the indices 1, 0 in a dictionary of red and blue. */
  private Path nested(boolean stream, int first) throws IOException {
    Path path = folder.resolve("rows");
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector words = new VarCharVector("words", allocator);
        ListVector list = ListVector.empty("list", allocator);
        StructVector struct = StructVector.empty("struct", allocator)) {
      words.setSafe(0, "red".getBytes(UTF_8));
      words.setSafe(1, "blue".getBytes(UTF_8));
      words.setValueCount(2);
      IntVector items = (IntVector) list.addOrGetVector(INDEX).getVector();
      list.startNewValue(0);
      items.setSafe(0, first);
      items.setNull(1);
      items.setSafe(2, 0);
      list.endValue(0, 3);
      IntVector field = struct.addOrGet("color", INDEX, IntVector.class);
      field.setSafe(0, first);
      struct.setIndexDefined(0);
      VectorSchemaRoot root = VectorSchemaRoot.of(list, struct);
      root.setRowCount(1);
      items.setValueCount(3);
      write(path, stream, root, new MapDictionaryProvider(new Dictionary(words, ENCODING)));
    }
    return path;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void mayHoldDictionariesInListsAndStructs(boolean stream) throws IOException {
    assertThat(Rows.read(nested(stream, 1)))
        .containsExactly(List.of(Arrays.asList("blue", null, "red"), Map.of("color", "blue")));
  }

  @Test
  void areRefusedWhenAFewIndicesStandForMoreThanTheMemoryHolds() throws IOException {
    Path path = folder.resolve("rows");
    int most = (int) (Guard.limit() >> 20) + 1;
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector words = new VarCharVector("words", allocator);
        ListVector list = ListVector.empty("list", allocator)) {
      words.setSafe(0, new byte[1 << 20]);
      words.setValueCount(1);
      IntVector items = (IntVector) list.addOrGetVector(INDEX).getVector();
      list.startNewValue(0);
      for (int i = 0; i < most; i++) {
        items.setSafe(i, 0);
      }
      list.endValue(0, most);
      VectorSchemaRoot root = VectorSchemaRoot.of(list);
      root.setRowCount(1);
      items.setValueCount(most);
      write(path, false, root, new MapDictionaryProvider(new Dictionary(words, ENCODING)));
    }
    assertThatThrownBy(() -> Rows.read(path))
        .isInstanceOf(TooLarge.class)
        .hasMessageContaining("a value made of dictionaries");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2, Integer.MAX_VALUE})
  void areRefusedWhenAnIndexIsNotInItsDictionary(int index) throws IOException {
    Path path = nested(false, index);
    assertThatThrownBy(() -> Rows.read(path))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("the dictionary 7 has 2 values, none at " + index);
  }
}
