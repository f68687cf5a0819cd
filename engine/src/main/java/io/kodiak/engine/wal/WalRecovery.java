package io.kodiak.engine.wal;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.wal.SegmentFiles.Unused;
import io.kodiak.engine.wal.SegmentFiles.Used;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  private final long first;
  private final List<Closed> closed = new ArrayList<>();
  private long chain;
  private long logEnd;
  private long forced;
  private long records;
  private long bytes;
  private long lastSequence;
  private long dropped;

  WalRecovery(Storage storage, SegmentFiles files, long first, Replay replay) {
    this.storage = storage;
    this.first = first;
    this.files = files;
    this.replay = replay;
  }

  /**
   * Reads everything, makes it durable before it is replayed, and deletes what is behind the end.
   */
  void run() throws IOException {
    List<Used> used = files.used();
    if (!used.isEmpty()) {
      chain = used.get(0).header().previousChain();
    }
    for (Used segment : used) {
      forced = Math.max(forced, segment.header().forced());
    }
    boolean more = !isBeginLost();
    for (int i = 0; i < used.size() && more; i++) {
      more = read(i);
    }
    for (Unused segment : files.unused()) {
      checkUnused(segment);
    }
    discard(used.subList(closed.size(), used.size()));
  }

  /** Whether there is nothing to recover, as the first segment that is needed was never durable. */
  private boolean isBeginLost() throws IOException {
    if (files.used().isEmpty() || files.used().get(0).header().previous() < first) {
      return false;
    }
    Used segment = files.used().get(0);
    checkPreviousExists(segment);
    long begin = segment.header().base() - segment.header().previousEnd();
    dropSegments(0, FileNames.walSegment(segment.header().previous()), 0, begin);
    return true;
  }

  /** A segment has its name durably before it is used, so a crash may cost its content only. */
  private void checkPreviousExists(Used segment) throws CorruptionException {
    long previous = segment.header().previous();
    if (!files.isUnused(previous)) {
      throw new CorruptionException(
          FileNames.walSegment(Math.max(0, previous)),
          -1,
          "is missing, and " + segment.name() + " continues it: restore it from a copy");
    }
  }

  /** The header of the next segment; null when this one is the last, or the next was lost. */
  private @Nullable SegmentHeader successor(int index) throws IOException {
    if (index + 1 == files.used().size()) {
      return null;
    }
    Used segment = files.used().get(index);
    Used next = files.used().get(index + 1);
    if (next.header().previous() != segment.number()) {
      checkPreviousExists(next);
      return null;
    }
    if (next.header().base() != segment.header().base() + next.header().previousEnd()) {
      throw foreign(segment, next);
    }
    return next.header();
  }

  private static CorruptionException foreign(Used segment, Used next) {
    return new CorruptionException(
        segment.name(),
        next.header().previousEnd(),
        "its records are not those that " + next.name() + " continues");
  }

  /** Reads a segment; false when its end is the end of the log. */
  private boolean read(int index) throws IOException {
    Used segment = files.used().get(index);
    SegmentHeader next = successor(index);
    long limit = next == null ? Long.MAX_VALUE : next.previousEnd();
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
        throw foreign(segment, files.used().get(index + 1));
      }
      return true;
    }
    if (!marked) {
      dropTail(segment, end);
    }
    dropSegments(index + 1, lostName(index), next == null ? 0 : end, logEnd);
    return false;
  }

  /** What is damaged when something behind that segment proves that it was forced. */
  private String lostName(int index) {
    Used segment = files.used().get(index);
    if (index + 1 < files.used().size()) {
      long previous = files.used().get(index + 1).header().previous();
      if (previous != segment.number()) {
        return FileNames.walSegment(previous);
      }
    }
    return segment.name();
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
    forceUpTo(segment, record.position(), record.limit());
    records++;
    bytes += SegmentFormat.recordBytes(record.payloadLength());
    replay.record(
        segment.number(),
        record.firstSequence(),
        record.array(),
        record.payloadOffset(),
        record.payloadLength());
  }

  /**
   * Makes durable what may not be: the process may have been killed before its force, with the
   * machine still up. What comes of the records, such as a flush, may be durable at any time from
   * now on, and whoever reads them must find the same after a loss of power.
   */
  private void forceUpTo(Used segment, long end, long limit) throws IOException {
    long base = segment.header().base();
    if (base + end > forced) {
      // All there is of the segment, at once.
      long from = Math.max(0, forced - base);
      segment.file().force(from, Math.max(from, Math.min(limit, segment.file().size())));
      forced = base + Math.max(end, Math.min(limit, segment.file().size()));
    }
  }

  /** Leaves out what is behind {@code end} in a segment, unless something there was forced. */
  private void dropTail(Used segment, long end) throws IOException {
    SegmentTail tail = tail(segment, end);
    if (tail.forced() > end) {
      throw damaged(segment.name(), end, segment.name(), tail.witness());
    }
    dropped += tail.end() - end;
  }

  /** Leaves out the segments from that index on, unless the log was forced beyond a position. */
  private void dropSegments(int index, String lost, long offset, long position) throws IOException {
    for (Used later : files.used().subList(index, files.used().size())) {
      SegmentTail all = tail(later, SegmentFormat.HEADER_BYTES);
      if (later.header().forced() > position) {
        throw damaged(lost, offset, later.name(), 0);
      }
      if (all.witness() >= 0 && later.header().base() + all.forced() > position) {
        throw damaged(lost, offset, later.name(), all.witness());
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
    if (tail.forced() > 0) {
      throw damaged(name, 0, name, tail.witness());
    }
    dropped += tail.end() - begin;
  }

  private static CorruptionException damaged(String name, long offset, String by, long witness) {
    return new CorruptionException(
        name,
        offset,
        ("is damaged where the log had been forced, as %s proves at byte %d: restore the file from"
                + " a copy; nothing was changed")
            .formatted(by, witness));
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
