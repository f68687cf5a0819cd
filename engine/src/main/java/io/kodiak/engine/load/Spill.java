package io.kodiak.engine.load;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.Slice;
import io.kodiak.engine.compaction.BlockStream;
import io.kodiak.engine.sstable.BlockCutter;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.storage.WritableFile;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Sorted rows that were written out to make room, each key once. Nothing needs them after a crash,
 * so the file is not forced; a file that stays behind looks like one of an SSTable and is removed
 * as such.
 *
 * @param name the file
 * @param generation how often its rows were spilled before
 * @param rows the number of rows
 * @param bytes the size of the file
 * @param first the least key
 * @param last the greatest key
 */
record Spill(String name, int generation, long rows, long bytes, Slice first, Slice last)
    implements LoadSource {
  /** The ending of the name, in place of that of a format. */
  static final String EXTENSION = "spill";

  static final int BLOCK_BYTES = 128 << 10;

  /** Writes a spill. For one thread. */
  static final class Writer implements Closeable {
    private final Storage storage;
    private final WritableFile file;
    private final int generation;
    private final BlockCutter cutter = new BlockCutter(BLOCK_BYTES, this::write);
    private Slice first = Slice.EMPTY;
    private Slice last = Slice.EMPTY;
    private long rows;
    private boolean finished;

    Writer(Storage storage, String name, int generation) throws IOException {
      this.storage = storage;
      this.file = storage.create(name);
      this.generation = generation;
    }

    void append(Block block, int from, int to) throws IOException {
      cutter.append(block, from, to);
    }

    private void write(Block block) throws IOException {
      byte[] frame = SpillFrame.encode(block);
      file.write(frame, 0, frame.length);
      if (rows == 0) {
        first = block.key(0).copy();
      }
      last = block.key(block.count() - 1).copy();
      rows += block.count();
    }

    Spill finish() throws IOException {
      cutter.flush();
      long bytes = file.position();
      file.close();
      finished = true;
      return new Spill(file.name(), generation, rows, bytes, first, last);
    }

    /** Deletes the file unless it was finished. */
    @Override
    public void close() throws IOException {
      if (!finished) {
        file.close();
        storage.delete(file.name());
      }
    }
  }

  /** Reads a spill from its begin to its end. For one thread. */
  static final class Reader implements BlockStream, Closeable {
    private final ReadableFile file;
    private final Spill spill;
    private final Runnable checkpoint;
    private final byte[] header = new byte[SpillFrame.HEADER_BYTES];
    private long position;
    private long rows;

    /**
     * @param checkpoint run before each block; what it throws ends the reading
     */
    Reader(Storage storage, Spill spill, Runnable checkpoint) throws IOException {
      this.file = storage.open(spill.name());
      this.spill = spill;
      this.checkpoint = checkpoint;
    }

    @Override
    public @Nullable Block next() throws IOException {
      checkpoint.run();
      if (position == spill.bytes()) {
        if (rows != spill.rows()) {
          throw new CorruptionException(
              spill.name(), -1, rows + " rows instead of " + spill.rows());
        }
        return null;
      }
      long left = Math.min(spill.bytes(), file.length()) - position;
      if (left < SpillFrame.HEADER_BYTES) {
        throw new CorruptionException(spill.name(), position, "ends amid a block");
      }
      file.read(position, header, 0, header.length);
      byte[] frame = new byte[SpillFrame.bytes(spill.name(), position, header, left)];
      file.read(position, frame, 0, frame.length);
      Block block = SpillFrame.decode(spill.name(), position, frame);
      position += frame.length;
      rows += block.count();
      return block;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
