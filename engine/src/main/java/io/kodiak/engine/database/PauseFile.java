package io.kodiak.engine.database;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kodiak.engine.storage.FileInfo;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.storage.WritableFile;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that is there while compaction is paused. It is text, sealed by the CRC32C of the lines
 * before in hexadecimal:
 *
 * <pre>
 * kodiak pause 1
 * since 1764096067123
 * crc32c 0badcafe
 * </pre>
 *
 * <p>That it is there counts, so one that is damaged pauses as well; only the time is lost. It gets
 * its name when it is whole and forced, and loses it by being deleted; each is durable once the
 * directory is forced. The opening of the database forces that before it asks for this file.
 */
final class PauseFile {
  /** What {@link #since} says of a pause whose begin cannot be read. */
  static final long UNKNOWN = 0;

  private static final Logger LOG = LoggerFactory.getLogger(PauseFile.class);
  private static final int LONGEST = 128;
  private static final Pattern CONTENT =
      Pattern.compile("(kodiak pause 1\nsince ([0-9]{1,18})\n)crc32c [0-9a-f]{8}\n");

  private PauseFile() {}

  /**
   * Since when compaction is paused, in milliseconds since 1970 UTC; {@link #UNKNOWN} when the file
   * is damaged; -1: it is not paused. Removes what a crash left of a file that was being made.
   */
  static long since(Storage storage) throws IOException {
    boolean paused = false;
    for (FileInfo file : storage.list("")) {
      paused |= file.name().equals(FileNames.PAUSED);
      if (file.name().equals(FileNames.PAUSED_NEW)) {
        storage.delete(FileNames.PAUSED_NEW);
      }
    }
    return paused ? read(storage) : -1;
  }

  private static long read(Storage storage) throws IOException {
    try (ReadableFile file = storage.open(FileNames.PAUSED)) {
      byte[] content = new byte[(int) Math.min(file.length(), LONGEST)];
      file.read(0, content, 0, content.length);
      String text = new String(content, US_ASCII);
      Matcher matcher = CONTENT.matcher(text);
      if (matcher.matches()) {
        long since = Long.parseLong(matcher.group(2));
        if (text.equals(content(since))) {
          return since;
        }
      }
    }
    LOG.warn("{} is damaged: compaction is paused, since when is not known", FileNames.PAUSED);
    return UNKNOWN;
  }

  /**
   * Makes the file, durably. After a failure it may be there or not.
   *
   * @param since in milliseconds since 1970 UTC
   */
  static void write(Storage storage, long since) throws IOException {
    storage.delete(FileNames.PAUSED_NEW);
    byte[] content = content(since).getBytes(US_ASCII);
    try (WritableFile file = storage.create(FileNames.PAUSED_NEW)) {
      file.write(content, 0, content.length);
      file.force();
    }
    storage.rename(FileNames.PAUSED_NEW, FileNames.PAUSED);
    storage.forceDirectory("");
  }

  /** Removes the file, durably. After a failure it may be there or not. */
  static void remove(Storage storage) throws IOException {
    storage.delete(FileNames.PAUSED);
    storage.forceDirectory("");
  }

  private static String content(long since) {
    String lines = "kodiak pause 1\nsince " + since + "\n";
    CRC32C crc = new CRC32C();
    crc.update(lines.getBytes(US_ASCII));
    return "%scrc32c %08x\n".formatted(lines, (int) crc.getValue());
  }
}
