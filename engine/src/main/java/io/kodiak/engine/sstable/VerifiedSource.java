package io.kodiak.engine.sstable;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.FileSource;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A data file whose bytes have been compared with their checksums before anybody gets them.
 *
 * <p>Pages that a range covers whole are read straight to where they are wanted and verified there;
 * those at its ends go through the {@link PageWindow} of the thread. Damage fails the ranges whose
 * pages it touches, and no others. Safe for use by several threads.
 */
final class VerifiedSource implements FileSource {
  private static final AtomicLong NEXT_ID = new AtomicLong();

  private final long id = NEXT_ID.getAndIncrement();
  private final FileSource file;
  private final PageChecksums checksums;
  private final int pageBytes;

  /** Reads {@code file}, which must have the size that the checksums are for. */
  VerifiedSource(FileSource file, PageChecksums checksums) {
    this.file = file;
    this.checksums = checksums;
    pageBytes = checksums.pageBytes();
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public long length() {
    return checksums.fileBytes();
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) throws IOException {
    if (position < 0 || length < 0 || length > length() - position) {
      throw new CorruptionException(
          name(),
          position,
          length + " bytes were asked for, but the file has " + length() + " bytes in all");
    }
    PageWindow window = PageWindow.current();
    long at = position;
    int to = offset;
    int left = length;
    while (left > 0) {
      int step = at % pageBytes == 0 ? readWhole(window, at, target, to, left) : 0;
      if (step == 0) {
        step = readPart(window, at, target, to, left);
      }
      at += step;
      to += step;
      left -= step;
    }
  }

  /**
   * Reads as many whole pages as there is room for, and returns their bytes: 0 when there is none.
   */
  private int readWhole(PageWindow window, long at, byte[] target, int to, int room)
      throws IOException {
    int bytes = at + room == length() ? room : room - room % pageBytes;
    if (bytes == 0) {
      return 0;
    }
    file.read(at, target, to, bytes);
    for (int done = 0; done < bytes; done += pageBytes) {
      checksums.verify(name(), (at + done) / pageBytes, target, to + done, window.crc());
    }
    return bytes;
  }

  /** Reads what is wanted of the page around {@code at}, and returns how many bytes that was. */
  private int readPart(PageWindow window, long at, byte[] target, int to, int room)
      throws IOException {
    long page = at / pageBytes;
    int from = (int) (at % pageBytes);
    int bytes = Math.min(room, checksums.pageLength(page) - from);
    int slot = window.find(id, page);
    if (slot < 0) {
      slot = window.claim();
      file.read(page * pageBytes, window.page(slot), 0, checksums.pageLength(page));
      checksums.verify(name(), page, window.page(slot), 0, window.crc());
      window.keep(slot, id, page);
    }
    System.arraycopy(window.page(slot), from, target, to, bytes);
    return bytes;
  }
}
