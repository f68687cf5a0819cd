package io.kodiak.engine.manifest;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a manifest says; tells what a crash left unfinished from damage.
 *
 * @param edits its edits, in order
 * @param forced whether it is known that all of them were forced
 */
record ManifestReader(List<VersionEdit> edits, boolean forced) {
  private static final int MOST_BYTES = 1 << 30;

  /**
   * Reads the manifest of a number.
   *
   * <p>An edit that is not whole, and that nothing proves to have been forced, was never
   * acknowledged: it is left out, and whatever is behind it.
   *
   * @throws CorruptionException when one is not whole that was acknowledged
   */
  static ManifestReader read(Storage storage, long number) throws IOException {
    String name = FileNames.manifest(number);
    byte[] file = content(storage, name);
    String problem = ManifestFrame.fileHeaderProblem(file, number);
    if (!problem.isEmpty()) {
      throw new CorruptionException(name, 0, problem);
    }
    List<VersionEdit> edits = new ArrayList<>();
    boolean sealed = false;
    int at = ManifestFrame.FILE_HEADER_BYTES;
    while (at < file.length) {
      if (!ManifestFrame.isHeader(number, file, at) || !ManifestFrame.isWhole(file, at)) {
        checkNeverForced(name, number, file, at);
        break;
      }
      int begin = at + ManifestFrame.HEADER_BYTES;
      int length = ManifestFrame.length(file, at);
      int kind = ManifestFrame.kind(file, at);
      if (kind == ManifestFrame.EDIT) {
        edits.add(EditDecoder.decode(name, 0, file, begin, length));
      } else if (kind != ManifestFrame.SEAL) {
        throw new CorruptionException(name, at, "unknown kind of frame " + kind);
      }
      sealed = kind == ManifestFrame.SEAL;
      at = begin + length;
    }
    if (edits.isEmpty()) {
      // The first edit was forced before CURRENT named this manifest.
      throw new CorruptionException(
          name, ManifestFrame.FILE_HEADER_BYTES, "its first edit is missing or damaged");
    }
    return new ManifestReader(edits, sealed);
  }

  /** Refuses a manifest that was forced beyond the place where a frame is not whole. */
  private static void checkNeverForced(String name, long number, byte[] file, int damaged)
      throws CorruptionException {
    for (int at = damaged; at <= file.length - ManifestFrame.HEADER_BYTES; at++) {
      if (ManifestFrame.isHeader(number, file, at) && ManifestFrame.forced(file, at) > damaged) {
        throw new CorruptionException(
            name,
            damaged,
            "an edit is damaged that had been acknowledged, as what was written behind it at byte "
                + at
                + " proves; restore the file from a copy");
      }
    }
  }

  private static byte[] content(Storage storage, String name) throws IOException {
    try (ReadableFile file = storage.open(name)) {
      if (file.length() > MOST_BYTES) {
        throw new CorruptionException(
            name, -1, "a manifest of " + file.length() + " bytes; " + MOST_BYTES + " may be");
      }
      byte[] content = new byte[(int) file.length()];
      file.read(0, content, 0, content.length);
      return content;
    }
  }
}
