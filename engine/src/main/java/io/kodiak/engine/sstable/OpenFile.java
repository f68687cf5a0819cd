package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.EncodedBlock;
import io.kodiak.api.EncodedBlockReader;
import io.kodiak.api.EntryView;
import io.kodiak.api.PointReader;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.Slice;
import io.kodiak.engine.storage.ReadableFile;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An open data file and the format's reader over it: every byte is verified on its way to the
 * format, and every block is examined on its way back. Safe for use by several threads.
 */
final class OpenFile implements Closeable {
  private final ReadableFile file;
  private final Sidecar sidecar;
  private final SSTableReader reader;

  private OpenFile(ReadableFile file, Sidecar sidecar, SSTableReader reader) {
    this.file = file;
    this.sidecar = sidecar;
    this.reader = reader;
  }

  /**
   * Begins to read a data file, and closes it when that fails.
   *
   * @throws CorruptionException when the file has another size than the sidecar says, or cannot be
   *     read
   * @throws PluginException when the format sees other blocks in it, or fails
   */
  static OpenFile open(ReadableFile file, Sidecar sidecar, SSTableFormat format)
      throws IOException {
    OpenFile opened = null;
    try {
      if (file.length() != sidecar.pages().fileBytes()) {
        throw new CorruptionException(
            file.name(),
            Math.min(file.length(), sidecar.pages().fileBytes()),
            "%d bytes long instead of %d".formatted(file.length(), sidecar.pages().fileBytes()));
      }
      opened = new OpenFile(file, sidecar, reader(file, sidecar, format));
      return opened;
    } finally {
      if (opened == null) {
        file.close();
      }
    }
  }

  private static SSTableReader reader(ReadableFile file, Sidecar sidecar, SSTableFormat format)
      throws IOException {
    if (sidecar.formatVersion() > format.version()) {
      throw new PluginException(
          plugin(sidecar),
          "%s was written by its version %d, but this one reads up to %d: install a newer one"
              .formatted(file.name(), sidecar.formatVersion(), format.version()));
    }
    int expected = sidecar.index().blockCount();
    SSTableReader reader = null;
    try {
      VerifiedSource source = new VerifiedSource(file, sidecar.pages());
      // A file that was adopted has none: the format finds its blocks by the file alone.
      Slice directory = sidecar.directory().length() == 0 ? null : sidecar.directory();
      reader = format.reader(source, sidecar.formatVersion(), directory);
      int found = reader.blockCount();
      if (found == expected) {
        return reader;
      }
      reader.close();
      throw new PluginException(
          plugin(sidecar), file.name() + " has " + expected + " blocks; it sees " + found);
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      throw PluginException.during(plugin(sidecar), "cannot open " + file.name(), fault);
    }
  }

  /** The name of the data file. */
  String name() {
    return file.name();
  }

  /**
   * Reads a block.
   *
   * @throws CorruptionException when the bytes that it lies in are damaged
   * @throws PluginException when the format hands back something else than this block
   */
  Block block(int number) throws IOException {
    return block(number, null);
  }

  /**
   * Reads a block, perhaps into the arrays of a spent one.
   *
   * @param spent nobody reads it any more
   * @see #block(int)
   */
  Block block(int number, @Nullable Block spent) throws IOException {
    Block block;
    try {
      block = spent == null ? reader.block(number) : reader.block(number, spent);
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      throw unreadable(number, fault);
    }
    check(number, block);
    return block;
  }

  /**
   * Reads a block and leaves its values encoded; {@code null}: the format only decodes.
   *
   * @see #block(int)
   */
  @Nullable StoredBlock storedBlock(int number) throws IOException {
    if (!(reader instanceof EncodedBlockReader encoding)) {
      return null;
    }
    StoredBlock block;
    try {
      EncodedBlock encoded = encoding.encodedBlock(number);
      block =
          new StoredBlock(
              this, number, encoded, encoded.rows(), encoded.valueBytes(), encoded.encodedBytes());
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      throw unreadable(number, fault);
    }
    check(number, block.rows());
    return block;
  }

  /** Decodes what {@link #storedBlock} read; the file may be closed. */
  Block decode(int number, EncodedBlock encoded) throws IOException {
    Block block;
    try {
      block = encoded.decode();
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      throw unreadable(number, fault);
    }
    check(number, block);
    return block;
  }

  private IOException unreadable(int number, Throwable fault) {
    return PluginException.during(
        plugin(sidecar), "cannot read block " + number + " of " + name(), fault);
  }

  /** The reader, if it finds entries without making blocks: see {@link #find}. */
  @Nullable PointReader pointReader() {
    return reader instanceof PointReader points ? points : null;
  }

  /**
   * {@link PointReader#find}.
   *
   * @throws CorruptionException when the bytes that it takes are damaged
   * @throws PluginException when the format comes back with another entry, or fails
   */
  PointReader.Outcome find(
      PointReader points,
      int number,
      byte[] key,
      int offset,
      int length,
      long snapshot,
      EntryView result)
      throws IOException {
    PointReader.@Nullable Outcome outcome;
    try {
      outcome = points.find(number, key, offset, length, snapshot, result);
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      throw PluginException.during(
          plugin(sidecar), "cannot look into block " + number + " of " + name(), fault);
    }
    if (outcome == null) {
      throw new PluginException(
          plugin(sidecar), "a lookup in block " + number + " of " + name() + " had no outcome");
    }
    if (outcome == PointReader.Outcome.FOUND && result.compareKey(key, offset, length) != 0) {
      throw new PluginException(
          plugin(sidecar), "a lookup in block " + number + " of " + name() + " found another key");
    }
    return outcome;
  }

  /**
   * A few comparisons that tell this block from any other; the bytes it is made of were verified.
   */
  private void check(int number, @Nullable Block block) throws PluginException {
    int expected = sidecar.index().rows(number);
    if (block == null || block.count() != expected) {
      throw new PluginException(
          plugin(sidecar),
          "block %d of %s came back with %d rows instead of %d"
              .formatted(number, name(), block == null ? 0 : block.count(), expected));
    }
    if (!isInside(block) || !sidecar.index().admits(number, block)) {
      throw new PluginException(
          plugin(sidecar), "block " + number + " of " + name() + " came back with other keys");
    }
  }

  private static boolean isInside(Block block) {
    int count = block.count();
    int[] keys = block.keyOffsets();
    int[] values = block.values().offsets();
    return keys[0] >= 0
        && keys[0] < keys[1]
        && keys[count - 1] < keys[count]
        && keys[count] <= block.keyArray().length
        && values[0] >= 0
        && values[0] <= values[count]
        && values[count] <= block.values().array().length;
  }

  private static String plugin(Sidecar sidecar) {
    return "format \"" + sidecar.format() + "\"";
  }

  @Override
  public void close() throws IOException {
    try (file) {
      reader.close();
    } catch (RuntimeException | LinkageError fault) {
      throw PluginException.during(plugin(sidecar), "cannot close " + name(), fault);
    }
  }
}
