package io.kodiak.engine.wal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** A log under test, with records that tell their sequences, and what was recovered. */
final class Log implements AutoCloseable {
  /** Prepares segments at once, so that every run makes the same calls. */
  static final Executor DIRECT = Runnable::run;

  private final WriteAheadLog wal;
  private final List<String> recovered;
  private long sequence;

  private Log(WriteAheadLog wal, List<String> recovered) {
    this.wal = wal;
    this.recovered = recovered;
    this.sequence = wal.report().lastSequence();
  }

  static WalOptions options(long segmentBytes) {
    return new WalOptions(segmentBytes, segmentBytes, 2, DIRECT);
  }

  static Log open(Storage storage, long segmentBytes) throws IOException {
    return open(storage, options(segmentBytes), 1);
  }

  static Log open(Storage storage, WalOptions options, long first) throws IOException {
    storage.createDirectory("wal");
    List<String> recovered = new ArrayList<>();
    WriteAheadLog wal =
        WriteAheadLog.open(
            storage,
            options,
            first,
            (segment, firstSequence, payload, offset, length) -> {
              String text = new String(payload, offset, length, UTF_8);
              if (!text.startsWith(firstSequence + " ")) {
                throw new AssertionError("sequence " + firstSequence + " has payload " + text);
              }
              recovered.add(text);
            });
    return new Log(wal, recovered);
  }

  /** The payload of a record: its sequence, then as many characters as are asked for. */
  static String payload(long sequence, int length) {
    String text = sequence + " ";
    StringBuilder filled = new StringBuilder(text);
    while (filled.length() < length) {
      filled.append((char) ('a' + (sequence + filled.length()) % 26));
    }
    return filled.toString();
  }

  /** The payloads of the first records, all of one length. */
  static List<String> payloads(int count, int length) {
    List<String> all = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      all.add(payload(i, length));
    }
    return all;
  }

  /** Appends the next record. */
  String append(int length) throws IOException {
    String text = payload(sequence + 1, length);
    byte[] bytes = ("xx" + text).getBytes(UTF_8);
    wal.append(sequence + 1, sequence + 1, bytes, 2, bytes.length - 2);
    sequence++;
    return text;
  }

  void append(int count, int length) throws IOException {
    for (int i = 0; i < count; i++) {
      append(length);
    }
  }

  void appendForced(int count, int length) throws IOException {
    for (int i = 0; i < count; i++) {
      append(length);
      wal.force();
    }
  }

  /** Drops the segments with nothing behind a sequence; gives the first one that is left. */
  long trim(long sequenceOf) {
    long first = wal.firstSegmentAfter(sequenceOf);
    wal.deleteBefore(first);
    return first;
  }

  WriteAheadLog wal() {
    return wal;
  }

  long sequence() {
    return sequence;
  }

  List<String> recovered() {
    return recovered;
  }

  @Override
  public void close() throws IOException {
    wal.close();
  }
}
