package io.kodiak.engine.sstable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.FileSeal;
import io.kodiak.engine.manifest.SSTableFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SSTableTest {
  private final PlainStorage storage = new PlainStorage();

  static List<Version> versions(SplittableRandom random, int count) {
    RandomKeys keys = new RandomKeys(random);
    TreeSet<Version> versions = new TreeSet<>();
    long sequence = 0;
    while (versions.size() < count) {
      Slice key = keys.next();
      int times = random.nextInt(20) == 0 ? random.nextInt(1, 60) : 1;
      for (int i = 0; i < times; i++) {
        byte[] value = new byte[random.nextInt(40)];
        random.nextBytes(value);
        sequence++;
        versions.add(
            random.nextInt(6) == 0
                ? new Version(key, sequence, EntryKind.DELETE, Slice.EMPTY)
                : new Version(key, sequence, EntryKind.PUT, Slice.of(value)));
      }
    }
    return new ArrayList<>(versions);
  }

  private static List<Version> all(SSTable table) throws IOException {
    List<Version> found = new ArrayList<>();
    for (int i = 0; i < table.blockCount(); i++) {
      Block block = table.readBlock(i);
      assertThat(block.count()).isEqualTo(table.rows(i));
      for (int row = 0; row < block.count(); row++) {
        found.add(
            new Version(block.key(row), block.sequence(row), block.kind(row), block.value(row)));
      }
    }
    return found;
  }

  @Test
  void givesBackWhatWasWrittenAndKnowsItsBounds() throws IOException {
    SplittableRandom random = Seed.random(this);
    for (int round = 0; round < 20; round++) {
      PlainStorage fresh = new PlainStorage();
      List<Version> versions = versions(random, random.nextInt(1, 2000));
      try (TestTables tables = new TestTables(fresh, 1 << 20)) {
        SSTableFile file = tables.write(versions, random.nextInt(1, 5000));
        SSTable table = tables.open().open(TestTables.TABLE, file);
        assertThat(all(table)).isEqualTo(versions);
        assertThat(table.meta()).isEqualTo(file.meta());
        assertThat(file.meta().firstKey()).isEqualTo(versions.get(0).key());
        assertThat(file.meta().lastKey()).isEqualTo(versions.get(versions.size() - 1).key());
        assertThat(file.meta().entries()).isEqualTo(versions.size());
        assertThat(file.meta().tombstones())
            .isEqualTo(versions.stream().filter(v -> !v.isPut()).count());
        assertThat(file.meta().firstSequence())
            .isEqualTo(versions.stream().mapToLong(Version::sequence).min().getAsLong());
        assertThat(file.meta().lastSequence())
            .isEqualTo(versions.stream().mapToLong(Version::sequence).max().getAsLong());
        assertThat(file.meta().bytes())
            .isEqualTo(fresh.names().stream().mapToLong(n -> fresh.bytes(n).length).sum());
        for (String name : fresh.names()) {
          assertThat(fresh.isForced(name)).as(name).isTrue();
        }
        for (Version version : versions) {
          Slice key = version.key();
          assertThat(table.mayContain(KeyHash.of(key.array(), key.offset(), key.length())))
              .isTrue();
        }
      }
      assertThat(fresh.openFiles()).isZero();
    }
  }

  @Test
  void findsTheFirstBlockThatMayHoldAKey() throws IOException {
    SplittableRandom random = Seed.random(this);
    for (int round = 0; round < 20; round++) {
      List<Version> versions = versions(random, 800);
      try (TestTables tables = new TestTables(new PlainStorage(), 1 << 20)) {
        SSTable table = tables.table(versions, random.nextInt(1, 600));
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < table.blockCount(); i++) {
          blocks.add(table.block(i).block());
        }
        RandomKeys keys = new RandomKeys(random);
        for (int i = 0; i < 500; i++) {
          Slice key =
              random.nextBoolean()
                  ? versions.get(random.nextInt(versions.size())).key()
                  : keys.next();
          int found = table.findBlock(key.array(), key.offset(), key.length());
          int right = 0;
          while (right < blocks.size() - 1 && lastKey(blocks.get(right)).compareTo(key) < 0) {
            right++;
          }
          boolean isThere = versions.stream().anyMatch(v -> v.key().equals(key));
          if (isThere) {
            assertThat(found).isEqualTo(right);
          } else {
            // The block before the right one will do for a key that is above all it holds.
            assertThat(found).isBetween(Math.max(0, right - 1), right);
            assertThat(found == right || lastKey(blocks.get(found)).compareTo(key) < 0).isTrue();
          }
        }
        for (int i = 1; i < blocks.size(); i++) {
          Slice last = lastKey(blocks.get(i - 1));
          Slice first = blocks.get(i).key(0);
          assertThat(table.continues(i)).isEqualTo(last.equals(first));
          Slice separator = table.separator(i);
          assertThat(separator.compareTo(first)).isLessThanOrEqualTo(0);
          assertThat(separator.compareTo(last)).isGreaterThanOrEqualTo(table.continues(i) ? 0 : 1);
        }
      }
    }
  }

  private static Slice lastKey(Block block) {
    return block.key(block.count() - 1);
  }

  @Test
  void noticesEveryDamagedByteOfTheDataFileAndReadsTheRest() throws IOException {
    SplittableRandom random = Seed.random(this);
    List<Version> versions = versions(random, 700);
    TestTables tables = new TestTables(storage, 0);
    SSTableFile file = tables.write(versions, 500);
    String name = file.dataName(TestTables.TABLE);
    byte[] bytes = storage.bytes(name);
    List<Block> right = new ArrayList<>();
    SSTable whole = tables.open().open(TestTables.TABLE, file);
    for (int i = 0; i < whole.blockCount(); i++) {
      right.add(whole.readBlock(i));
    }
    tables.close();
    for (int i = 0; i < bytes.length; i++) {
      byte undamaged = bytes[i];
      bytes[i] ^= (byte) (1 << random.nextInt(8));
      SSTable table = tables.open().open(TestTables.TABLE, file);
      int block = random.nextInt(table.blockCount());
      isRightOrReported(table, block, right.get(block), i);
      if (i % 512 == 0) {
        int readable = 0;
        for (int b = 0; b < right.size(); b++) {
          readable += isRightOrReported(table, b, right.get(b), i) ? 1 : 0;
        }
        // One page of several is damaged; the first one begins with what no block needs.
        int page = PageChecksums.PAGE_BYTES;
        assertThat(readable).isBetween(1, right.size() - (i < page ? 0 : 1));
      }
      tables.open().close(file.id());
      bytes[i] = undamaged;
    }
  }

  private static boolean isRightOrReported(SSTable table, int number, Block right, int damaged)
      throws IOException {
    try {
      assertThat(table.block(number).block()).isEqualTo(right);
      return true;
    } catch (CorruptionException reported) {
      assertThat(reported.file()).isEqualTo(table.dataName());
      assertThat(reported.offset())
          .isEqualTo(damaged / PageChecksums.PAGE_BYTES * (long) PageChecksums.PAGE_BYTES);
      return false;
    }
  }

  @Test
  void refusesToOpenWithADamagedSidecarOrToAskADamagedFilter() throws IOException {
    SplittableRandom random = Seed.random(this);
    try (TestTables tables = new TestTables(storage, 0)) {
      SSTableFile file = tables.write(versions(random, 300), 500);
      String name = file.indexName(TestTables.TABLE);
      byte[] bytes = storage.bytes(name);
      int asked = 0;
      for (int i = 0; i < bytes.length; i++) {
        byte undamaged = bytes[i];
        bytes[i] ^= (byte) (1 << random.nextInt(8));
        asked += refusesOrRefusesToAsk(tables, file, name) ? 1 : 0;
        bytes[i] = undamaged;
      }
      assertThat(asked).isPositive().isLessThan(bytes.length).isEqualTo(asked / 64 * 64);
    }
  }

  /** Whether it opens, and only the first question to the filter fails. */
  private static boolean refusesOrRefusesToAsk(TestTables tables, SSTableFile file, String name)
      throws IOException {
    SSTable table;
    try {
      table = tables.open().open(TestTables.TABLE, file);
    } catch (CorruptionException refused) {
      assertThat(refused).hasMessageContaining(name);
      return false;
    }
    for (int again = 0; again < 2; again++) {
      assertThatThrownBy(() -> table.mayContain(1))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("bloom filter");
    }
    tables.open().close(file.id());
    return true;
  }

  private static void refuses(
      TestTables tables, SSTableFile file, Class<? extends IOException> with, String... words) {
    assertThatThrownBy(() -> tables.open().open(TestTables.TABLE, file))
        .isInstanceOf(with)
        .hasMessageContainingAll(words);
  }

  @Test
  void refusesFilesThatAreNotTheOnesTheManifestMeans() throws IOException {
    SplittableRandom random = Seed.random(this);
    try (TestTables tables = new TestTables(storage, 0)) {
      SSTableFile one = tables.write(versions(random, 300), 500);
      SSTableFile other = tables.write(versions(random, 300), 500);
      String data = one.dataName(TestTables.TABLE);
      String index = one.indexName(TestTables.TABLE);
      byte[] dataBytes = storage.bytes(data);
      byte[] indexBytes = storage.bytes(index);

      storage.replace(index, storage.bytes(other.indexName(TestTables.TABLE)));
      FileSeal seal = other.seal();
      SSTableFile swapped = new SSTableFile(one.meta(), "columns", seal, one.layout());
      refuses(tables, one, CorruptionException.class, index);
      refuses(
          tables, swapped, CorruptionException.class, index, "it belongs to SSTable 2, not to 1");
      storage.replace(index, indexBytes);

      FileSeal foreign =
          new FileSeal(
              one.seal().dataBytes(),
              one.seal().dataChecksum(),
              one.seal().indexBytes(),
              one.seal().indexChecksum() + 1);
      refuses(
          tables,
          new SSTableFile(one.meta(), "columns", foreign, one.layout()),
          CorruptionException.class,
          index,
          "another checksum");

      storage.replace(data, Arrays.copyOf(dataBytes, dataBytes.length - 1));
      refuses(tables, one, CorruptionException.class, data, "bytes long instead of");
      storage.replace(data, dataBytes);

      storage.delete(data);
      refuses(tables, one, NoSuchFileException.class, data);
      storage.replace(data, dataBytes);
      storage.delete(index);
      refuses(tables, one, NoSuchFileException.class, index);
      storage.replace(index, indexBytes);
      assertThat(tables.open().open(TestTables.TABLE, one)).isNotNull();
    }
    assertThat(storage.openFiles()).isZero();
  }

  @Test
  void noticesASwappedDataFileOfTheSameSize() throws IOException {
    try (TestTables tables = new TestTables(storage, 0)) {
      SSTableFile one = tables.write(List.of(Version.put("a", 1, "x")), 500);
      SSTableFile other = tables.write(List.of(Version.put("b", 2, "y")), 500);
      storage.replace(
          one.dataName(TestTables.TABLE), storage.bytes(other.dataName(TestTables.TABLE)));
      SSTable table = tables.open().open(TestTables.TABLE, one);
      assertThatThrownBy(() -> table.readBlock(0))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(one.dataName(TestTables.TABLE));
    }
  }

  @Test
  void namesTheFormatThatIsNotInstalled() throws IOException {
    try (TestTables tables = new TestTables(storage, 0)) {
      SSTableFile file = tables.write(List.of(Version.put("a", 1, "x")), 500);
      SSTables none = new SSTables(storage, new BlockCache(0), name -> null);
      assertThatThrownBy(() -> none.open(TestTables.TABLE, file))
          .isInstanceOf(PluginException.class)
          .hasMessageContainingAll(
              "format \"columns\"", "is not installed", "users/000001.columns");
    }
  }

  @Test
  void opensEachTableOnceAndServesRepeatedReadsFromTheCache() throws IOException {
    SplittableRandom random = Seed.random(this);
    try (TestTables tables = new TestTables(storage, 1 << 20)) {
      SSTableFile file = tables.write(versions(random, 300), 500);
      SSTable table = tables.open().open(TestTables.TABLE, file);
      assertThat(tables.open().open(TestTables.TABLE, file)).isSameAs(table);
      LookupBlock block = table.block(1);
      long read = storage.bytesRead();
      assertThat(table.block(1)).isSameAs(block);
      assertThat(table.scanBlock(1)).isSameAs(block.block());
      assertThat(storage.bytesRead()).isEqualTo(read);
      assertThat(table.scanBlock(2)).isNotSameAs(table.scanBlock(2));
      assertThat(tables.cache().blocks()).isEqualTo(1);
      tables.open().close(file.id());
      assertThat(tables.cache().blocks()).isZero();
      assertThat(storage.openFiles()).isZero();
    }
  }
}
