package io.kodiak.engine.manifest;

import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.storage.WritableFile;
import java.io.Closeable;
import java.io.IOException;

/** Appends edits to one manifest. For one thread at a time. */
final class ManifestWriter implements Closeable {
  private static final byte[] NOTHING = {};

  private final long number;
  private final WritableFile file;
  private long forced;
  private boolean damaged;

  private ManifestWriter(long number, WritableFile file) {
    this.number = number;
    this.file = file;
  }

  /** Creates a manifest that begins with {@code first}, and forces it; not its directory. */
  static ManifestWriter create(Storage storage, long number, VersionEdit first) throws IOException {
    ManifestWriter writer = new ManifestWriter(number, storage.create(FileNames.manifest(number)));
    try {
      byte[] header = ManifestFrame.fileHeader(number);
      writer.file.write(header, 0, header.length);
      writer.write(first);
      writer.force();
      return writer;
    } catch (IOException | RuntimeException e) {
      try {
        writer.file.close();
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  long number() {
    return number;
  }

  /** The size of the file in bytes. */
  long position() {
    return file.position();
  }

  /** Whether part of an edit may be at the end of the file, so that nothing can be appended. */
  boolean isDamaged() {
    return damaged;
  }

  /** Writes an edit; it counts once {@link #force} returned. */
  void write(VersionEdit edit) throws IOException {
    frame(ManifestFrame.EDIT, EditEncoder.encode(edit));
  }

  /** Makes what was written durable. After a failure it is unknown whether it is. */
  void force() throws IOException {
    file.force();
    forced = file.position();
    try {
      frame(ManifestFrame.SEAL, NOTHING);
    } catch (IOException e) {
      // The edit is durable without its seal; only the next one needs another file.
      damaged = true;
    }
  }

  private void frame(int kind, byte[] payload) throws IOException {
    byte[] frame = ManifestFrame.frame(number, file.position(), kind, forced, payload);
    damaged = true;
    file.write(frame, 0, frame.length);
    damaged = false;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
