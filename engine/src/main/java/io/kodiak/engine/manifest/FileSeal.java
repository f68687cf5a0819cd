package io.kodiak.engine.manifest;

/**
 * What the two files of an SSTable must be, byte for byte: it tells a swapped, cut or foreign file.
 *
 * @param dataBytes the size of the data file
 * @param dataChecksum the CRC32C of the data file
 * @param indexBytes the size of the sidecar
 * @param indexChecksum the CRC32C of the sidecar
 */
public record FileSeal(long dataBytes, int dataChecksum, long indexBytes, int indexChecksum) {
  /** Checks the sizes. */
  public FileSeal {
    if (dataBytes < 0 || indexBytes < 0) {
      throw new IllegalArgumentException(
          "files of " + dataBytes + " and " + indexBytes + " bytes: out of range");
    }
  }
}
