package io.kodiak.engine.wal;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.storage.FileInfo;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.LogFile;
import io.kodiak.engine.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of a log that is opened, and what each was last. For one thread. */
final class SegmentFiles implements Closeable {
  /** A segment with its header. */
  record Used(FileInfo info, LogFile file, SegmentHeader header) {
    String name() {
      return info.name();
    }

    long number() {
      return header.number();
    }
  }

  /** A file without a header of its number: never begun, or its header was never durable. */
  record Unused(FileInfo info, long number, LogFile file) {}

  private final List<Used> used = new ArrayList<>();
  private final List<Unused> unused = new ArrayList<>();
  private final List<FileInfo> free = new ArrayList<>();
  private final long first;
  private long largestNumber;

  private SegmentFiles(long first) {
    this.first = first;
    this.largestNumber = first - 1;
  }

  /**
   * Opens the segments from {@code first} on.
   *
   * @throws CorruptionException when one is of an unknown layout, or has another's name
   */
  static SegmentFiles open(Storage storage, long first) throws IOException {
    SegmentFiles files = new SegmentFiles(first);
    boolean done = false;
    try {
      for (FileInfo info : storage.list(FileNames.WAL_DIRECTORY)) {
        long number = info.directory() ? -1 : FileNames.walNumber(info.name());
        if (number >= 0) {
          files.add(storage, info, number);
        }
      }
      files.used.sort((a, b) -> Long.compare(a.number(), b.number()));
      done = true;
      return files;
    } finally {
      if (!done) {
        files.close();
      }
    }
  }

  private void add(Storage storage, FileInfo info, long number) throws IOException {
    largestNumber = Math.max(largestNumber, number);
    if (number < first || info.size() < SegmentFormat.HEADER_BYTES) {
      free.add(info);
      return;
    }
    LogFile file = storage.openLog(info.name());
    boolean done = false;
    try {
      SegmentHeader header = header(info, number, file);
      if (header == null) {
        unused.add(new Unused(info, number, file));
      } else {
        used.add(new Used(info, file, header));
      }
      done = true;
    } finally {
      if (!done) {
        file.close();
      }
    }
  }

  private static @Nullable SegmentHeader header(FileInfo info, long number, LogFile file)
      throws IOException {
    byte[] bytes = new byte[SegmentFormat.HEADER_BYTES];
    file.read(0, bytes, 0, bytes.length);
    if (!SegmentFormat.isHeader(bytes)) {
      return null;
    }
    if (!SegmentFormat.isKnownVersion(bytes)) {
      throw new CorruptionException(
          info.name(), 8, "has a layout that this version of Kodiak does not know");
    }
    SegmentHeader header = SegmentFormat.decode(bytes);
    if (header.number() > number) {
      throw new CorruptionException(
          info.name(), 16, "is segment " + header.number() + ", under another name");
    }
    // The header of a smaller number is left over from before the file was recycled.
    return header.number() == number ? header : null;
  }

  /** The segments by their numbers; one that was lost may be missing between them. */
  List<Used> used() {
    return used;
  }

  /** Whether there is a file of that number which is not part of the log. */
  boolean isUnused(long number) {
    return unused.stream().anyMatch(segment -> segment.number() == number)
        || free.stream().anyMatch(file -> FileNames.walNumber(file.name()) == number);
  }

  /** Files that are not part of the log, unless records in them prove otherwise. */
  List<Unused> unused() {
    return unused;
  }

  /** Files that no record is needed of. */
  List<FileInfo> free() {
    return free;
  }

  /** The largest number of any file, at least that before the first one needed. */
  long largestNumber() {
    return largestNumber;
  }

  /** Closes the files. */
  @Override
  public void close() throws IOException {
    for (Used segment : used) {
      segment.file().close();
    }
    for (Unused segment : unused) {
      segment.file().close();
    }
  }
}
