package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.FileSink;
import io.kodiak.api.FileSource;
import io.kodiak.api.Limits;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.BlockLayout;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.ReadableFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes an SSTable of a data file that lies in the directory of its table already, and that the
 * engine did not write: reads all of it, examines every row, and writes its sidecar.
 *
 * <p>First the checksums are made, then the rows are read against them: what is examined is what
 * they vouch for, even if someone writes to the file meanwhile. For one thread.
 */
public final class FileAdoption {
  private static final int CHUNK = 1 << 20;

  private final RunWriter.Target target;
  private final SSTableFormat format;
  private final long fileId;
  private final String origin;
  private final Runnable checkpoint;
  private final EntryStatistics statistics;
  private final BlockIndexBuilder index = new BlockIndexBuilder();
  private long contentBytes;

  /**
   * An SSTable that was a mere file.
   *
   * @param file its files, of level 0
   * @param contentBytes the size of all its keys and values, in bytes
   */
  public record Adopted(SSTableFile file, long contentBytes) {}

  /** A call of the format. */
  private interface Call<T> {
    T make() throws IOException;
  }

  /**
   * Prepares it.
   *
   * @param target the table, and the format of the file
   * @param fileId the id that the file was given
   * @param origin where the file came from, for messages
   * @param checkpoint run now and then; what it throws ends the work
   */
  public FileAdoption(RunWriter.Target target, long fileId, String origin, Runnable checkpoint) {
    this.target = target;
    this.format = target.format();
    this.fileId = fileId;
    this.origin = origin;
    this.checkpoint = checkpoint;
    this.statistics = new EntryStatistics(origin, target.options().bloomBitsPerKey());
  }

  /**
   * Reads the file, writes the sidecar and forces it; the directory is not forced. When this fails,
   * a part of the sidecar may be there.
   *
   * @throws CorruptionException when the file is damaged, is not of the format, or its rows are out
   *     of bounds or out of order, naming the row
   */
  public Adopted run() throws IOException {
    String name = FileNames.sstableData(target.table(), fileId, format.fileExtension());
    try (ReadableFile file = target.storage().open(name)) {
      ChecksumSink checksums = checksums(file);
      int checksum = checksums.wholeChecksum();
      PageChecksums pages = checksums.finish();
      Slice directory = examine(new VerifiedSource(file, pages));
      Sidecar sidecar = sidecar(checksum, pages, directory);
      SSTableFile written =
          SidecarFile.write(
              target.storage(),
              target.table(),
              sidecar,
              format.fileExtension(),
              BlockLayout.UNKNOWN,
              0,
              0);
      return new Adopted(written, contentBytes);
    } catch (CorruptionException damage) {
      if (damage.file().equals(origin)) {
        throw damage;
      }
      // The name within the database says nothing to whoever gave the file.
      throw new CorruptionException(origin, -1, String.valueOf(damage.getMessage()), damage);
    }
  }

  private ChecksumSink checksums(ReadableFile file) throws IOException {
    ChecksumSink sink = new ChecksumSink(new Nowhere(origin));
    byte[] chunk = new byte[CHUNK];
    for (long at = 0; at < file.length(); at += CHUNK) {
      checkpoint.run();
      int length = (int) Math.min(CHUNK, file.length() - at);
      file.read(at, chunk, 0, length);
      sink.write(chunk, 0, length);
    }
    sink.flush();
    return sink;
  }

  /** Takes in every block, and returns the directory of the format. */
  private Slice examine(FileSource source) throws IOException {
    try (SSTableReader reader = call(() -> format.reader(source, format.version(), null))) {
      int blocks = call(reader::blockCount);
      for (int i = 0; i < blocks; i++) {
        checkpoint.run();
        int number = i;
        add(call(() -> reader.block(number)));
      }
    }
    if (statistics.entries() == 0) {
      throw new CorruptionException(origin, -1, "has no rows");
    }
    return call(() -> format.directory(source, format.version()));
  }

  private <T> T call(Call<T> call) throws IOException {
    try {
      return call.make();
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      String plugin = "format \"" + target.formatName() + "\"";
      throw PluginException.during(plugin, "cannot read " + origin, fault);
    }
  }

  private void add(Block block) throws IOException {
    Block before = statistics.last();
    if (block.count() > Limits.MAX_BLOCK_ENTRIES) {
      throw new CorruptionException(
          origin,
          -1,
          "a block of " + block.count() + " rows; " + Limits.MAX_BLOCK_ENTRIES + " may be");
    }
    try {
      statistics.add(block);
    } catch (DisorderException disorder) {
      throw new CorruptionException(origin, -1, disorder(before, block, disorder), disorder);
    }
    index.add(block, before);
    contentBytes += block.contentBytes();
  }

  /**
   * Names the first row that does not come behind the one before it; or says what else is wrong.
   */
  private String disorder(@Nullable Block before, Block block, DisorderException found) {
    Block previous = before;
    int at = before == null ? 0 : before.count() - 1;
    for (int row = 0; row < block.count(); row++) {
      if (block.keyLength(row) <= 0 || block.keyOffsets()[row + 1] > block.keyArray().length) {
        break;
      }
      if (previous != null && !ascends(previous, at, block, row)) {
        return ("row %d, key %s of sequence %d, does not come after the row before it, key %s of"
                + " sequence %d: rows are sorted by key upwards and by sequence downwards")
            .formatted(
                statistics.entries() + row + 1,
                block.key(row),
                block.sequence(row),
                previous.key(at),
                previous.sequence(at));
      }
      previous = block;
      at = row;
    }
    return String.valueOf(found.getMessage());
  }

  private static boolean ascends(Block previous, int at, Block block, int row) {
    int order =
        previous.compareKey(at, block.keyArray(), block.keyOffsets()[row], block.keyLength(row));
    return order < 0 || (order == 0 && previous.sequence(at) > block.sequence(row));
  }

  private Sidecar sidecar(int checksum, PageChecksums pages, Slice directory) {
    return new Sidecar(
        fileId,
        target.formatName(),
        format.version(),
        target.clock().millis(),
        statistics.entries(),
        statistics.keys(),
        statistics.tombstones(),
        statistics.firstSequence(),
        statistics.lastSequence(),
        statistics.lastKey(),
        checksum,
        pages,
        index.build(),
        new StoredBloom(statistics.bloom().build()),
        directory);
  }

  /** Takes bytes and keeps none. */
  private static final class Nowhere implements FileSink {
    private final String name;
    private long position;

    Nowhere(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      position += length;
    }
  }
}
