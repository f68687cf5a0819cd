package io.kodiak.engine.manifest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.storage.WritableFile;
import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * The file that names the manifest which counts: its name, a blank, the CRC32C of the name in
 * hexadecimal, a line feed.
 */
final class CurrentFile {
  private static final int LONGEST = 64;

  private CurrentFile() {}

  /** The number of the manifest which counts. */
  static long read(Storage storage) throws IOException {
    String text;
    try (ReadableFile file = storage.open(FileNames.CURRENT)) {
      byte[] content = new byte[(int) Math.min(file.length(), LONGEST)];
      file.read(0, content, 0, content.length);
      text = new String(content, US_ASCII);
    }
    int blank = text.indexOf(' ');
    long number = blank < 0 ? -1 : FileNames.manifestNumber(text.substring(0, blank));
    if (number < 0 || !text.equals(content(number))) {
      throw new CorruptionException(
          FileNames.CURRENT,
          0,
          "does not name a manifest; restore it from a copy, or write it anew with the name of the"
              + " newest manifest");
    }
    return number;
  }

  /** Writes and forces the file which a rename to {@link FileNames#CURRENT} will make count. */
  static void prepare(Storage storage, long number) throws IOException {
    storage.delete(FileNames.CURRENT_NEW);
    byte[] content = content(number).getBytes(US_ASCII);
    try (WritableFile file = storage.create(FileNames.CURRENT_NEW)) {
      file.write(content, 0, content.length);
      file.force();
    }
  }

  private static String content(long number) {
    String name = FileNames.manifest(number);
    CRC32C crc = new CRC32C();
    crc.update(name.getBytes(US_ASCII));
    return "%s %08x\n".formatted(name, (int) crc.getValue());
  }
}
