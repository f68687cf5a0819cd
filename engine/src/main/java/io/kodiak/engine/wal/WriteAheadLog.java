package io.kodiak.engine.wal;

import io.kodiak.api.Limits;
import io.kodiak.engine.storage.FileInfo;
import io.kodiak.engine.storage.OutcomeUnknownException;
import io.kodiak.engine.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write-ahead log of a database: records, in the order they were appended, in segments of a
 * fixed size that are written through mapped memory.
 *
 * <p>One thread appends at a time, and any may force meanwhile: those who come while a force is
 * under way share the next one. No interrupt harms the log.
 *
 * <p>The first failure of a force, or of a write into mapped memory, stays: every later append and
 * force throws it, as no one can tell any more what is durable. A segment that cannot be made, for
 * want of space say, fails only the append that needs it.
 *
 * <p>Files are allocated and durable under their names before a record goes into them, and segments
 * that are no longer needed are written over. So a force need not wait for the file system's own
 * records of sizes and blocks. (The technique of preallocated and recycled logs is that of RocksDB
 * and of PostgreSQL.)
 */
public final class WriteAheadLog implements Closeable {
  /** The longest record in bytes: 1 GiB. */
  public static final int MAX_RECORD_BYTES = 1 << 30;

  private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);

  /** Longer payloads are not copied on their way to the file. */
  private static final int COPIED_BYTES = 16 << 10;

  private final String where;
  private final SegmentSupply supply;
  private final Background background;
  private final LiveSegments segments;
  private final RecoveryReport report;
  private final long usualBytes;
  private final byte[] buffer = new byte[SegmentFormat.RECORD_HEADER_BYTES + COPIED_BYTES];
  private final CRC32C crc = new CRC32C();
  private @Nullable Segment active;
  private long position;
  private long prepareAt;
  private long previousNumber;
  private long previousEnd;
  private long chain;
  private long base;
  private long lastSequence;
  private volatile boolean closed;

  private WriteAheadLog(
      Storage storage, WalOptions options, SegmentFiles files, WalRecovery recovered) {
    this.where = storage.describe();
    this.usualBytes = options.segmentBytes();
    this.background = new Background(options.background());
    long nextNumber = files.largestNumber() + 1;
    this.supply = new SegmentSupply(storage, options, background, nextNumber);
    this.segments = new LiveSegments(supply, nextNumber, recovered.closed(), recovered.logEnd());
    this.report = recovered.report();
    this.chain = recovered.chain();
    this.base = recovered.logEnd();
    this.lastSequence = report.lastSequence();
    if (!recovered.closed().isEmpty()) {
      WalRecovery.Closed last = recovered.closed().get(recovered.closed().size() - 1);
      this.previousNumber = last.number();
      this.previousEnd = last.end();
    }
  }

  /**
   * Opens the log: replays every record from segment {@code firstSegment} on, and continues behind
   * the last one, in another segment. The directory of the log must exist.
   *
   * <p>A record at the end that is not whole and that nothing proves to have been forced is left
   * out, with all behind it; {@link #report()} tells. Everything replayed is durable afterwards.
   * Opening a log a second time replays the same. A log that was closed in good order is not
   * written to.
   *
   * @throws io.kodiak.api.CorruptionException when a record is damaged that had been forced, or a
   *     segment is missing; nothing was changed, but records before may have been replayed
   */
  public static WriteAheadLog open(
      Storage storage, WalOptions options, long firstSegment, Replay replay) throws IOException {
    SegmentFiles files = SegmentFiles.open(storage, firstSegment);
    WalRecovery recovery = new WalRecovery(storage, files, firstSegment, replay);
    try (files) {
      recovery.run();
    }
    WriteAheadLog log = new WriteAheadLog(storage, options, files, recovery);
    for (FileInfo file : files.free()) {
      log.supply.release(file.name(), file.size());
    }
    for (SegmentFiles.Unused segment : files.unused()) {
      log.supply.release(segment.info().name(), segment.info().size());
    }
    if (log.report.bytesDropped() > 0) {
      LOG.warn(
          "{}: the last {} bytes of the write-ahead log were never forced and are not whole;"
              + " left out",
          log.where,
          log.report.bytesDropped());
    }
    return log;
  }

  /** The last sequence that was appended. For the thread that appends. */
  public long lastSequence() {
    return lastSequence;
  }

  /**
   * Appends a record; one thread at a time. It is durable after the next {@link #force}.
   *
   * @param firstSequence its first sequence, larger than every one before
   * @param lastSequence its last sequence, at least the first
   * @param length at most {@link #MAX_RECORD_BYTES}
   * @throws IOException when the record is not in the log; unless it is an {@link
   *     OutcomeUnknownException}, the log is as before
   */
  public void append(long firstSequence, long lastSequence, byte[] payload, int offset, int length)
      throws IOException {
    check(firstSequence, lastSequence, payload, offset, length);
    int payloadChecksum = SegmentFormat.checksum(crc, payload, offset, length);
    long size = SegmentFormat.recordBytes(length);
    Segment to = active;
    if (to == null || to.file().size() - position < size) {
      to = rotate(size);
    }
    long unforced = to.base() + position - segments.forced();
    int sequences = (int) (lastSequence - firstSequence + 1);
    int checksum =
        SegmentFormat.encodeRecord(
            buffer,
            crc,
            payloadChecksum,
            length,
            to.number(),
            position,
            firstSequence,
            sequences,
            unforced);
    try {
      write(to, payload, offset, length);
    } catch (IOException e) {
      throw segments.fail(e);
    }
    chain = SegmentFormat.chain(chain, checksum);
    position += size;
    this.lastSequence = lastSequence;
    segments.appended(to.base() + position);
    if (position > prepareAt) {
      prepareAt = Long.MAX_VALUE;
      supply.prepareAhead();
    }
  }

  private void check(long firstSequence, long lastSequence, byte[] payload, int offset, int length)
      throws IOException {
    Objects.checkFromIndexSize(offset, length, payload.length);
    if (firstSequence <= this.lastSequence
        || lastSequence < firstSequence
        || lastSequence > Limits.MAX_SEQUENCE
        || lastSequence - firstSequence >= Integer.MAX_VALUE
        || length > MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "a record of %d bytes with sequences %d to %d behind sequence %d"
              .formatted(length, firstSequence, lastSequence, this.lastSequence));
    }
    checkOpen();
    segments.checkFailure();
  }

  private void write(Segment to, byte[] payload, int offset, int length) throws IOException {
    int header = SegmentFormat.RECORD_HEADER_BYTES;
    if (length <= COPIED_BYTES) {
      System.arraycopy(payload, offset, buffer, header, length);
      to.file().write(position, buffer, 0, header + length);
    } else {
      to.file().write(position + header, payload, offset, length);
      to.file().write(position, buffer, 0, header);
    }
  }

  /**
   * Ends the active segment, so that it can be dropped as soon as its records are not needed; the
   * next record begins another. Nothing happens when there is no record in it. For the appender.
   */
  public void endSegment() {
    Segment ended = active;
    if (ended != null) {
      previousNumber = ended.number();
      previousEnd = position;
      base = ended.base() + position;
      segments.end(position, lastSequence);
      active = null;
    }
  }

  /** Whether at least half of the active segment is written. For the appender. */
  public boolean isSegmentHalfFull() {
    Segment current = active;
    return current != null && position >= current.file().size() / 2;
  }

  private Segment rotate(long recordBytes) throws IOException {
    SegmentSupply.Prepared fresh = supply.take(SegmentFormat.HEADER_BYTES + recordBytes);
    endSegment();
    byte[] header =
        SegmentFormat.encode(
            new SegmentHeader(
                fresh.number(),
                previousNumber,
                previousEnd,
                chain,
                base,
                segments.forced(),
                fresh.recycled()));
    Segment to = new Segment(fresh.number(), fresh.file(), base);
    segments.begin(to);
    active = to;
    position = SegmentFormat.HEADER_BYTES;
    try {
      to.file().write(0, header, 0, header.length);
    } catch (IOException e) {
      throw segments.fail(e);
    }
    // A first, small segment is only followed by a large one when it turns out to be needed.
    prepareAt = to.file().size() < usualBytes ? to.file().size() / 2 : 0;
    return to;
  }

  /**
   * Makes everything that was appended before this call durable. Any number of threads, also while
   * another appends.
   *
   * @throws OutcomeUnknownException when it is unknown what is durable; so throws every later call
   */
  public void force() throws IOException {
    checkOpen();
    segments.force();
  }

  /** The active segment; when there is none, a number that the next one is not below. */
  public long activeSegment() {
    return segments.activeNumber();
  }

  /** The oldest segment that is kept; as {@link #activeSegment} says when there is no other. */
  public long firstSegment() {
    return segments.firstAfter(-1);
  }

  /**
   * The oldest segment that is needed when every record up to a sequence is not: what to write into
   * the manifest before {@link #deleteBefore}.
   */
  public long firstSegmentAfter(long sequence) {
    return segments.firstAfter(sequence);
  }

  /**
   * Drops the closed segments before one, to be written over or deleted. Any thread; failures are
   * logged. The manifest must say durably that this is the first one needed, as opening the log
   * refuses a log with a segment missing.
   */
  public void deleteBefore(long segment) {
    segments.deleteBefore(segment);
  }

  /** The size of the records in the segments that are kept, in bytes. */
  public long bytes() {
    return segments.bytes();
  }

  /** What opening found. */
  public RecoveryReport report() {
    return report;
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException(where + ": the write-ahead log is closed");
    }
  }

  /**
   * Forces the log, marks its end, and closes it, unless a force has failed before. The caller sees
   * to it that no append is under way. A second call does nothing.
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!segments.isFailed()) {
        segments.force();
        mark();
      }
    } finally {
      supply.close();
      background.close();
      segments.close();
    }
  }

  /**
   * Ends the log with a record of no sequences, so that the next opening need not look behind it.
   */
  private void mark() throws IOException {
    Segment to = active;
    int size = SegmentFormat.RECORD_HEADER_BYTES;
    if (to == null || to.file().size() - position < size) {
      return;
    }
    int empty = SegmentFormat.checksum(crc, buffer, 0, 0);
    SegmentFormat.encodeRecord(buffer, crc, empty, 0, to.number(), position, 0, 0, 0);
    to.file().write(position, buffer, 0, size);
    to.file().force(position, position + size);
  }
}
