package io.kodiak.engine.sstable;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.SSTableMeta;
import io.kodiak.engine.manifest.BlockLayout;
import io.kodiak.engine.manifest.FileSeal;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.storage.WritableFile;
import java.io.IOException;
import java.util.zip.CRC32C;

/** Writes a sidecar; reads it and makes sure that it is the one that the manifest means. */
final class SidecarFile {
  private SidecarFile() {}

  /**
   * Writes the sidecar of a finished data file and forces it; its directory is not forced.
   *
   * @param extension the ending of the data file's name
   * @param layout how the blocks were made
   * @param level the level of the tree that the SSTable is meant for
   * @param run the run within the level
   */
  static SSTableFile write(
      Storage storage,
      String table,
      Sidecar sidecar,
      String extension,
      BlockLayout layout,
      int level,
      long run)
      throws IOException {
    byte[] encoded = SidecarCodec.encode(sidecar);
    try (WritableFile file = storage.create(FileNames.sstableIndex(table, sidecar.fileId()))) {
      file.write(encoded, 0, encoded.length);
      file.force();
    }
    CRC32C crc = new CRC32C();
    crc.update(encoded, 0, encoded.length);
    long dataBytes = sidecar.pages().fileBytes();
    SSTableMeta meta =
        new SSTableMeta(
            sidecar.fileId(),
            level,
            run,
            sidecar.firstKey(),
            sidecar.lastKey(),
            sidecar.firstSequence(),
            sidecar.lastSequence(),
            sidecar.entries(),
            sidecar.tombstones(),
            dataBytes + encoded.length,
            sidecar.format(),
            sidecar.formatVersion(),
            sidecar.createdMillis());
    FileSeal seal =
        new FileSeal(dataBytes, sidecar.dataChecksum(), encoded.length, (int) crc.getValue());
    return new SSTableFile(meta, extension, seal, layout);
  }

  /**
   * Reads a sidecar.
   *
   * @param expected what the manifest says of its SSTable
   * @throws CorruptionException when it is damaged, or belongs to another SSTable
   */
  static Sidecar read(Storage storage, String name, SSTableFile expected) throws IOException {
    SidecarDecoder.Decoded decoded = decode(storage, name, expected.seal().indexBytes());
    Sidecar sidecar = decoded.sidecar();
    // A damaged sidecar is found by its own checksum too; the manifest's tells one that is whole
    // but foreign.
    boolean sealed = decoded.checksum() == expected.seal().indexChecksum();
    require(
        sidecar.fileId() == expected.id(),
        name,
        "it belongs to SSTable " + sidecar.fileId() + ", not to " + expected.id());
    require(sealed, name, "it is not the one that the manifest means: another checksum");
    require(
        sidecar.pages().fileBytes() == expected.seal().dataBytes()
            && sidecar.dataChecksum() == expected.seal().dataChecksum()
            && sidecar.format().equals(expected.meta().format())
            && sidecar.formatVersion() == expected.meta().formatVersion(),
        name,
        "it describes another data file than the manifest");
    return sidecar;
  }

  private static SidecarDecoder.Decoded decode(Storage storage, String name, long expected)
      throws IOException {
    try (ReadableFile file = storage.open(name)) {
      long length = file.length();
      if (length != expected) {
        throw new CorruptionException(
            name,
            Math.min(length, expected),
            length + " bytes long; the manifest says " + expected);
      }
      return SidecarDecoder.decode(file);
    }
  }

  private static void require(boolean holds, String name, String problem)
      throws CorruptionException {
    if (!holds) {
      throw new CorruptionException(name, -1, problem);
    }
  }
}
