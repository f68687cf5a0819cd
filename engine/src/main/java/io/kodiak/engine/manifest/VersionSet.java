package io.kodiak.engine.manifest;

import io.kodiak.engine.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The versions of the tree: the current one, and those that readers still hold. */
@SuppressWarnings("DoNotCallSuggester")
public final class VersionSet implements Closeable {
  private VersionSet() {}

  /** Recovers the versions of a database, or begins those of a new one. */
  public static VersionSet open(Storage storage) throws IOException {
    throw new UnsupportedOperationException(storage.describe());
  }

  /** The current version, not pinned. */
  public Version current() {
    throw new UnsupportedOperationException();
  }

  /** The current version; its files stay until {@link #unpin}. */
  public Version pin() {
    throw new UnsupportedOperationException();
  }

  /** Gives a pinned version back. */
  public void unpin(Version version) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes an edit durable, then the version that it leads to current.
   *
   * @throws IllegalArgumentException when the edit does not fit the current version
   */
  public Version apply(VersionEdit edit) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** A file id that was never used. */
  public long newFileId() {
    throw new UnsupportedOperationException();
  }

  /** The oldest segment of the write-ahead log that is needed, as the manifest has it. */
  public long firstSegment() {
    throw new UnsupportedOperationException();
  }

  /** The largest sequence that the manifest knows of. */
  public long lastSequence() {
    throw new UnsupportedOperationException();
  }

  /** The ids of the SSTables that some version holds. */
  public Set<Long> liveFiles() {
    throw new UnsupportedOperationException();
  }

  /** Who gets told, from now on, of SSTables that no version holds any more. */
  public void onObsolete(Consumer<List<ObsoleteFile>> listener) {
    throw new UnsupportedOperationException();
  }

  /**
   * The names of files that look like SSTables of known tables, and belong to no version: what a
   * crash left behind. To call while nothing writes SSTables.
   */
  public List<String> orphans() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
