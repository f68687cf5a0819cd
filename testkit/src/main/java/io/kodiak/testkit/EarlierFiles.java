package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryKind;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Files that every version of a format wrote, kept beside its tests: whoever has such files must be
 * able to read them for ever.
 *
 * <p>They lie in {@code version-N/} below a folder and hold the same few blocks each. {@code
 * -Dkodiak.rewrite=true} writes those of the current version: do that once, when there is a new
 * version, and never again.
 */
public final class EarlierFiles {
  private static final String FOLDER = "version-";
  private static final int BLOCKS = 4;
  private static final int ROWS = 25;

  private EarlierFiles() {}

  /**
   * One test for each file.
   *
   * @param folder the folder, such as {@code src/test/resources}, relative to the module
   * @param compressions how files are written, as the format calls it
   */
  public static Stream<DynamicTest> tests(
      Path folder, SSTableFormatProvider provider, List<String> compressions) throws IOException {
    if (Boolean.getBoolean("kodiak.rewrite")) {
      for (String compression : compressions) {
        write(folder, provider, compression);
      }
    }
    SSTableFormat format = provider.create(TestSettings.empty());
    List<DynamicTest> tests = new ArrayList<>();
    for (int version = 1; version <= format.version(); version++) {
      int written = version;
      List<Path> files = files(folder.resolve(FOLDER + version));
      assertThat(files).as("files of version %d in %s", version, folder).isNotEmpty();
      for (Path file : files) {
        tests.add(dynamicTest(file.toString(), () -> check(format, written, file)));
      }
    }
    return tests.stream();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void write(Path folder, SSTableFormatProvider provider, String compression)
      throws IOException {
    SSTableFormat format = provider.create(TestSettings.of(Map.of("compression", compression)));
    String name = compression + "." + format.fileExtension();
    MemoryFile file = new MemoryFile(name);
    try (SSTableWriter writer =
        format.writer(file, new WriteOptions("kept", 1, false, 0, 1_700_000_000_000L))) {
      for (Block block : blocks()) {
        writer.append(block);
      }
      writer.finish();
    }
    Path target = folder.resolve(FOLDER + format.version());
    Files.createDirectories(target);
    Files.write(target.resolve(name), file.toByteArray());
  }

  private static void check(SSTableFormat format, int version, Path path) throws IOException {
    MemoryFile file = MemoryFile.of(path.toString(), Files.readAllBytes(path));
    try (SSTableReader reader = format.reader(file.source(), version, null)) {
      List<Block> found = new ArrayList<>();
      for (int i = 0; i < reader.blockCount(); i++) {
        found.add(reader.block(i));
      }
      assertThat(found).isEqualTo(blocks());
    }
  }

  /** Old and new versions, tombstones, empty and long values, keys that are no text. */
  private static List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    long sequence = 1L << 40;
    for (int block = 0; block < BLOCKS; block++) {
      BlockBuilder builder = new BlockBuilder();
      for (int row = 0; row < ROWS; row++) {
        int number = (block * ROWS + row) / 2;
        byte[] key = {(byte) (number * 5), (byte) 0xff, 0, (byte) number, 'k', 'e', 'y'};
        boolean dead = row % 7 == 3;
        byte[] value = new byte[dead ? 0 : row * row];
        Arrays.fill(value, (byte) (row * 11));
        builder.append(
            Slice.of(key), --sequence, dead ? EntryKind.DELETE : EntryKind.PUT, Slice.of(value));
      }
      blocks.add(builder.build());
    }
    return blocks;
  }
}
