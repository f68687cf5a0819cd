package io.kodiak.engine.database;

import io.kodiak.api.Block;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.FileSeal;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.SSTables;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads every file of a tree and compares it with what the manifest says. For one thread. */
final class Verification {
  private static final int CHUNK = 1 << 20;

  private final Storage storage;
  private final SSTables sstables;
  private final Consumer<String> progress;
  private final List<String> problems = new ArrayList<>();
  private final byte[] chunk = new byte[CHUNK];
  private int files;
  private long blocks;
  private long entries;
  private long bytes;

  Verification(Storage storage, SSTables sstables, Consumer<String> progress) {
    this.storage = storage;
    this.sstables = sstables;
    this.progress = progress;
  }

  /** Reads all files of {@code tree}, which must stay pinned meanwhile. */
  void verify(Tree tree) {
    for (SSTableFile file : tree.files()) {
      verify(tree, file);
    }
  }

  VerifyReport report() {
    return new VerifyReport(files, blocks, entries, bytes, problems);
  }

  private void verify(Tree tree, SSTableFile file) {
    String name = file.dataName(tree.table().name());
    progress.accept(name);
    files++;
    try {
      FileSeal seal = file.seal();
      compare(name, seal.dataBytes(), seal.dataChecksum());
      compare(file.indexName(tree.table().name()), seal.indexBytes(), seal.indexChecksum());
      decode(name, tree, file);
    } catch (IOException | RuntimeException e) {
      problems.add(Errors.message(e));
    }
  }

  private void compare(String name, long size, int checksum) throws IOException {
    try (ReadableFile file = storage.open(name)) {
      if (file.length() != size) {
        problems.add(name + ": " + file.length() + " bytes instead of " + size);
        return;
      }
      CRC32C crc = new CRC32C();
      for (long at = 0; at < size; at += CHUNK) {
        int length = (int) Math.min(CHUNK, size - at);
        file.read(at, chunk, 0, length);
        crc.update(chunk, 0, length);
      }
      bytes += size;
      if ((int) crc.getValue() != checksum) {
        problems.add(name + ": the checksum of the file is not the one in the manifest");
      }
    }
  }

  private void decode(String name, Tree tree, SSTableFile file) throws IOException {
    SSTable table = sstables.open(tree.table().name(), file);
    SSTableMeta meta = file.meta();
    long found = 0;
    Block previous = null;
    for (int i = 0; i < table.blockCount(); i++) {
      Block block = table.readBlock(i);
      String problem = problem(block, previous, i == 0 ? meta.firstKey() : null);
      if (problem != null) {
        problems.add(name + ", block " + i + ": " + problem);
        return;
      }
      found += block.count();
      previous = block;
    }
    blocks += table.blockCount();
    entries += found;
    if (found != meta.entries()) {
      problems.add(name + ": " + found + " entries instead of " + meta.entries());
    }
    if (previous != null && !previous.key(previous.count() - 1).equals(meta.lastKey())) {
      problems.add(name + ": the last key is not the one in the manifest");
    }
  }

  private static @Nullable String problem(
      Block block, @Nullable Block previous, @Nullable Slice firstKey) {
    try {
      block.check();
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
    if (firstKey != null && !block.key(0).equals(firstKey)) {
      return "the first key is not the one in the manifest";
    }
    if (previous == null) {
      return null;
    }
    int last = previous.count() - 1;
    int order = previous.key(last).compareTo(block.key(0));
    boolean ascending = order < 0 || (order == 0 && previous.sequence(last) > block.sequence(0));
    return ascending ? null : "it does not come after the block before it";
  }
}
