package io.kodiak.engine.sstable;

import io.kodiak.api.FileSink;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Passes bytes on to a file and computes their checksums: one for every 4 KiB and one over all. For
 * one thread.
 */
final class ChecksumSink implements FileSink {
  private static final int PAGE = PageChecksums.PAGE_BYTES;

  private final FileSink file;
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
    return file.position();
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    file.write(source, offset, length);
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

  private void endPage() {
    if (used == pages.length) {
      pages = Arrays.copyOf(pages, 2 * used);
    }
    PageChecksums.write(pages, used, (int) page.getValue());
    used += PageChecksums.BYTES;
    page.reset();
    inPage = 0;
  }

  /** The checksums of all pages; nothing may be written any more. */
  PageChecksums finish() {
    if (inPage > 0) {
      endPage();
    }
    return new PageChecksums(file.position(), Arrays.copyOf(pages, used), 0);
  }

  /** The CRC32C of all bytes so far. */
  int wholeChecksum() {
    return (int) whole.getValue();
  }
}
