package io.kodiak.engine.wal;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.wal.SegmentFiles.Unused;
import io.kodiak.engine.wal.SegmentFiles.Used;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the log that a process left behind, and finds where it ends.
 *
 * <p>The end is the first record that is not whole. What is behind it was never forced, and is left
 * out, unless something there proves otherwise: then it is damage, and nothing is recovered. For
 * one use by one thread.
 */
final class WalRecovery {
  /** A segment that was used and begins with damage shows records within this many bytes. */
  private static final long UNUSED_LOOK = 1 << 20;

  /**
   * A segment that was read.
   *
   * @param number its number
   * @param lastSequence the last sequence up to its end; 0 when there is none yet
   * @param end where its records end
   * @param fileBytes the size of its file
   */
  record Closed(long number, long lastSequence, long end, long fileBytes) {}

  private final Storage storage;
  private final SegmentFiles files;
  private final Replay replay;
  private final List<Closed> closed = new ArrayList<>();
  private long chain;
  private long logEnd;
  private long forced;
  private long records;
  private long bytes;
  private long lastSequence;
  private long dropped;

  WalRecovery(Storage storage, SegmentFiles files, Replay replay) {
    this.storage = storage;
    this.files = files;
    this.replay = replay;
  }

  /** Reads everything, makes what was read durable, and deletes what is behind the end. */
  void run() throws IOException {
    List<Used> used = files.used();
    if (!used.isEmpty()) {
      chain = used.get(0).header().previousChain();
      forced = used.get(0).header().base();
    }
    boolean more = true;
    for (int i = 0; i < used.size() && more; i++) {
      more = read(i);
    }
    for (Unused segment : files.unused()) {
      checkUnused(segment);
    }
    force();
    discard(used.subList(closed.size(), used.size()));
  }

  /** Reads a segment; false when its end is the end of the log. */
  private boolean read(int index) throws IOException {
    Used segment = files.used().get(index);
    boolean last = index + 1 == files.used().size();
    SegmentHeader next = last ? null : files.used().get(index + 1).header();
    long limit = next == null ? Long.MAX_VALUE : next.previousEnd();
    forced = Math.max(forced, segment.header().forced());
    SegmentScanner scanner = new SegmentScanner(segment.file(), segment.number(), limit);
    boolean marked = false;
    while (!marked && scanner.next()) {
      marked = scanner.isMark();
      take(segment, scanner);
    }
    long end = scanner.position();
    closed.add(new Closed(segment.number(), lastSequence, end, segment.file().size()));
    logEnd = segment.header().base() + end;
    if (next != null && end >= limit) {
      if (end > limit || chain != next.previousChain()) {
        throw new CorruptionException(
            segment.name(),
            limit,
            "its records are not those that " + files.used().get(index + 1).name() + " continues");
      }
      return true;
    }
    if (!last || !marked) {
      dropTail(index, end);
    }
    return false;
  }

  private void take(Used segment, SegmentScanner record) throws IOException {
    if (record.forced() != Long.MIN_VALUE) {
      forced = Math.max(forced, segment.header().base() + record.forced());
    }
    if (record.isMark()) {
      return;
    }
    if (record.firstSequence() <= lastSequence) {
      throw new CorruptionException(
          segment.name(),
          record.position() - SegmentFormat.recordBytes(record.payloadLength()),
          "a record of sequence " + record.firstSequence() + " behind sequence " + lastSequence);
    }
    chain = SegmentFormat.chain(chain, record.headerChecksum());
    lastSequence = record.lastSequence();
    records++;
    bytes += SegmentFormat.recordBytes(record.payloadLength());
    replay.record(
        segment.number(),
        record.firstSequence(),
        record.array(),
        record.payloadOffset(),
        record.payloadLength());
  }

  /** Leaves out everything from {@code end} on, unless it was forced. */
  private void dropTail(int index, long end) throws IOException {
    Used segment = files.used().get(index);
    String problem = "a record is damaged that had been forced";
    SegmentTail tail = tail(segment, end);
    refuseForced(segment.name(), end, tail.forced(), problem, segment.name(), tail.witness());
    dropped += tail.end() - end;
    for (Used later : files.used().subList(index + 1, files.used().size())) {
      long distance = later.header().base() - segment.header().base();
      long known = later.header().forced() - segment.header().base();
      refuseForced(segment.name(), end, known, problem, later.name(), 0);
      SegmentTail all = tail(later, SegmentFormat.HEADER_BYTES);
      if (all.witness() >= 0) {
        known = distance + all.forced();
        refuseForced(segment.name(), end, known, problem, later.name(), all.witness());
      }
      dropped += all.end() - SegmentFormat.HEADER_BYTES;
    }
  }

  private static SegmentTail tail(Used segment, long from) throws IOException {
    return SegmentTail.of(
        segment.file(), segment.number(), from, Long.MAX_VALUE, segment.header().recycled());
  }

  /** A segment without a header was never durable, unless records in it know that it was forced. */
  private void checkUnused(Unused segment) throws IOException {
    long begin = SegmentFormat.HEADER_BYTES;
    SegmentTail tail = SegmentTail.of(segment.file(), segment.number(), begin, UNUSED_LOOK, true);
    String name = segment.info().name();
    refuseForced(name, 0, tail.forced(), "its header is damaged", name, tail.witness());
    dropped += tail.end() - begin;
  }

  private static void refuseForced(
      String name, long end, long forced, String problem, String by, long witness)
      throws CorruptionException {
    if (forced > end) {
      throw new CorruptionException(
          name,
          end,
          "%s, as %s proves at byte %d: restore the file from a copy; nothing was changed"
              .formatted(problem, by, witness));
    }
  }

  /**
   * Makes durable what may not be: the process may have been killed before its force, with the
   * machine still up. Whoever reads the database now must find the same after a loss of power.
   */
  private void force() throws IOException {
    for (int i = 0; i < closed.size(); i++) {
      Used segment = files.used().get(i);
      if (segment.header().base() + closed.get(i).end() > forced) {
        segment.file().force(0, closed.get(i).end());
      }
    }
  }

  /** Deletes, newest first, so that a crash meanwhile never leaves a gap. */
  private void discard(List<Used> segments) throws IOException {
    for (int i = segments.size() - 1; i >= 0; i--) {
      segments.get(i).file().close();
      storage.delete(segments.get(i).name());
      storage.forceDirectory(FileNames.WAL_DIRECTORY);
    }
  }

  /** The segments that were read, oldest first. */
  List<Closed> closed() {
    return closed;
  }

  /** The chain at the end. */
  long chain() {
    return chain;
  }

  /** The position in the log at which it ends. */
  long logEnd() {
    return logEnd;
  }

  RecoveryReport report() {
    return new RecoveryReport(closed.size(), records, bytes, lastSequence, dropped);
  }
}
