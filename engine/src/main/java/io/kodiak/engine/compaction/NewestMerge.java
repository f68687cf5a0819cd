package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.api.BytesColumn;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges streams that each hold every key once: of the rows of one key, that of the latest stream
 * remains, or that with the greatest sequence.
 *
 * <p>In the first case the streams are told apart by sequences of their own, rising from stream to
 * stream, which their rows keep in the output. Rows move as ranges, not one by one. For one thread.
 */
public final class NewestMerge implements RowSink {
  private final Output output;
  private byte[] lastKeys = {};
  private int lastStart;
  private int lastEnd;
  private long kept;

  /** Takes what remains, in order. */
  @FunctionalInterface
  public interface Output {
    /** Takes the rows of {@code block} from {@code from}, inclusive, to {@code to}, exclusive. */
    void rows(Block block, int from, int to) throws IOException;
  }

  private NewestMerge(Output output) {
    this.output = output;
  }

  /**
   * Merges everything.
   *
   * @param streams the streams, oldest first
   * @param first no key is less
   * @param last no key is greater
   * @param lastSequence what the rows of the latest stream get; each stream before gets one less
   * @return how many rows remain
   */
  public static long run(
      List<BlockStream> streams, Slice first, Slice last, long lastSequence, Output output)
      throws IOException {
    List<BlockStream> numbered = new ArrayList<>();
    for (int i = 0; i < streams.size(); i++) {
      numbered.add(new Numbered(streams.get(i), lastSequence - (streams.size() - 1 - i)));
    }
    return runBySequence(numbered, first, last, output);
  }

  /**
   * Merges everything by the sequences that the rows have: of the rows of one key, that with the
   * greatest one remains.
   *
   * @param streams the streams, in any order; each holds every key once
   * @param first no key is less
   * @param last no key is greater
   * @return how many rows remain
   */
  public static long runBySequence(
      List<BlockStream> streams, Slice first, Slice last, Output output) throws IOException {
    int shared = first.commonPrefix(last);
    NewestMerge merge = new NewestMerge(output);
    new BlockMerge(streams, shared).run(merge);
    return merge.kept;
  }

  /** Only the first of the rows can have a key that was there already: a stream has each once. */
  @Override
  public void rows(Block block, int from, int to) throws IOException {
    int begin = from;
    if (block.compareKey(from, lastKeys, lastStart, lastEnd - lastStart) == 0) {
      begin++;
    }
    if (begin < to) {
      output.rows(block, begin, to);
      kept += to - begin;
      lastKeys = block.keyArray();
      lastStart = block.keyOffsets()[to - 1];
      lastEnd = block.keyOffsets()[to];
    }
  }

  /** The blocks of another stream, with one sequence for all rows. */
  private static final class Numbered implements BlockStream {
    private final BlockStream stream;
    private final long sequence;
    private long[] sequences = {};

    Numbered(BlockStream stream, long sequence) {
      this.stream = stream;
      this.sequence = sequence;
    }

    @Override
    public @Nullable Block next() throws IOException {
      Block block = stream.next();
      if (block == null) {
        return null;
      }
      if (sequences.length < block.count()) {
        sequences = new long[block.count()];
        Arrays.fill(sequences, sequence);
      }
      BytesColumn values = block.values();
      return new Block(
          block.count(), block.keyArray(), block.keyOffsets(), sequences, block.kinds(), values);
    }
  }
}
