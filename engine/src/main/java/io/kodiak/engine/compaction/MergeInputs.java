package io.kodiak.engine.compaction;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.SSTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open inputs of a compaction, read as a whole or range by range. Several threads may read
 * ranges at once.
 */
final class MergeInputs {
  private final List<List<SSTable>> runs;
  private final Set<SSTable> encoded;
  private final Slice first;
  private final Slice last;
  private final Map<SSTable, Long> readInRanges = new ConcurrentHashMap<>();

  /**
   * @param runs the SSTables, those of one run together and by ascending keys
   * @param encoded those whose blocks may go into the outputs as they are
   * @param first the least key of all
   * @param last the greatest key of all
   */
  MergeInputs(List<List<SSTable>> runs, Set<SSTable> encoded, Slice first, Slice last) {
    this.encoded = Set.copyOf(encoded);
    this.runs = List.copyOf(runs);
    this.first = first;
    this.last = last;
    runs.forEach(run -> run.forEach(table -> readInRanges.put(table, 0L)));
  }

  /** Divides the keys; see {@link KeySplit}. */
  List<KeyRange> split(long targetBytes, List<Slice> boundaries, int most) {
    return KeySplit.of(runs, targetBytes, boundaries, most);
  }

  /** One stream for each run, of the entries in the range. */
  List<BlockStream> streams(KeyRange range, RunStream.Checkpoint checkpoint) {
    RunStream.Counts counts =
        isAll(range)
            ? RunStream::checkCount
            : (table, entries) -> readInRanges.merge(table, entries, Long::sum);
    List<BlockStream> streams = new ArrayList<>();
    for (List<SSTable> run : runs) {
      streams.add(new RunStream(run, range, encoded, checkpoint, counts));
    }
    return streams;
  }

  private static boolean isAll(KeyRange range) {
    return range.from() == null && range.to() == null;
  }

  /**
   * Verifies, behind the last of several ranges, that together they had every entry of every input.
   *
   * @throws CorruptionException when an input has another number of entries than the manifest says
   */
  void checkAllRead() throws CorruptionException {
    for (List<SSTable> run : runs) {
      for (SSTable table : run) {
        RunStream.checkCount(table, readInRanges.getOrDefault(table, 0L));
      }
    }
  }

  /** How many leading bytes all keys have in common: each key begins as the first and last do. */
  int commonPrefix() {
    return first.commonPrefix(last);
  }
}
