package io.kodiak.engine.sstable;

import io.kodiak.api.FileSink;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Passes bytes on to a file and computes their checksums: one for every 1 KiB and one over all.
 *
 * <p>What comes in small pieces is collected before it is passed on, as each write of a file is a
 * call of the system: {@link #flush} before the file is forced. For one thread.
 */
final class ChecksumSink implements FileSink {
  private static final int PAGE = PageChecksums.PAGE_BYTES;

  private static final int BUFFER_BYTES = 64 << 10;

  private final FileSink file;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int buffered;
  private final CRC32C whole = new CRC32C();
  private final CRC32C page = new CRC32C();
  private byte[] pages = new byte[256];
  private int used;
  private int inPage;

  ChecksumSink(FileSink file) {
    this.file = file;
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public long position() {
    return file.position() + buffered;
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    if (length > BUFFER_BYTES - buffered) {
      flush();
    }
    if (length >= BUFFER_BYTES) {
      file.write(source, offset, length);
    } else {
      System.arraycopy(source, offset, buffer, buffered, length);
      buffered += length;
    }
    whole.update(source, offset, length);
    int at = offset;
    int left = length;
    while (left > 0) {
      int step = Math.min(left, PAGE - inPage);
      page.update(source, at, step);
      inPage += step;
      at += step;
      left -= step;
      if (inPage == PAGE) {
        endPage();
      }
    }
  }

  /** Passes on what was collected. */
  void flush() throws IOException {
    if (buffered > 0) {
      int bytes = buffered;
      buffered = 0;
      file.write(buffer, 0, bytes);
    }
  }

  private void endPage() {
    if (used == pages.length) {
      pages = Arrays.copyOf(pages, (int) Math.min(2L * used, Integer.MAX_VALUE - 8));
    }
    PageChecksums.write(pages, used, (int) page.getValue());
    used += PageChecksums.BYTES;
    page.reset();
    inPage = 0;
  }

  /** The checksums of all pages; everything was flushed, and nothing may be written any more. */
  PageChecksums finish() {
    if (inPage > 0) {
      endPage();
    }
    return new PageChecksums(PAGE, file.position(), Arrays.copyOf(pages, used), 0);
  }

  /** The CRC32C of all bytes so far. */
  int wholeChecksum() {
    return (int) whole.getValue();
  }
}
