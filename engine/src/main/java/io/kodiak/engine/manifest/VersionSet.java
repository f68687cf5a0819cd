package io.kodiak.engine.manifest;

import io.kodiak.engine.storage.OutcomeUnknownException;
import io.kodiak.engine.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The versions of the tree: the current one, and those that readers still hold. Safe for use by
 * several threads.
 *
 * <p>A version becomes current after the edit that leads to it is durable. It keeps its SSTables
 * for as long as someone holds it, also when later edits removed them.
 */
public final class VersionSet implements Closeable {
  private static final long ROLL_BYTES = 4 << 20;

  private final ManifestLog log;
  private final LiveVersions live;
  private final List<String> orphans;
  private final AtomicLong nextFileId;
  private volatile Version current;
  private volatile Consumer<List<ObsoleteFile>> listener = obsolete -> {};
  private boolean closed;

  private VersionSet(ManifestLog log, Version first, long nextFileId, List<String> orphans) {
    this.log = log;
    this.current = first;
    this.live = new LiveVersions(first);
    this.nextFileId = new AtomicLong(nextFileId);
    this.orphans = List.copyOf(orphans);
  }

  /**
   * Recovers the versions of a database, or begins those of a new one, in a directory that exists
   * and is locked. Opening an existing database changes no file; what it found is durable
   * afterwards.
   *
   * <p>An edit that a crash left half-written is dropped; it was never acknowledged.
   *
   * @throws io.kodiak.api.CorruptionException when a manifest is damaged, or a file of the tree is
   *     missing or has another size
   */
  public static VersionSet open(Storage storage) throws IOException {
    return open(storage, ROLL_BYTES);
  }

  static VersionSet open(Storage storage, long rollBytes) throws IOException {
    Recovery found = Recovery.of(storage);
    ManifestLog log = new ManifestLog(storage, found.manifests() + 1, rollBytes);
    Version first = found.version();
    if (first == null) {
      first = Version.empty();
      log.roll(first);
    }
    long nextFileId = Math.max(first.nextFileId(), found.largestFileId() + 1);
    return new VersionSet(log, first, nextFileId, found.orphans());
  }

  /** The current version, not pinned. */
  public Version current() {
    return current;
  }

  /** The current version; its files stay until {@link #unpin}. Takes no lock. */
  public Version pin() {
    while (true) {
      Version version = current;
      if (version.hold()) {
        return version;
      }
      // Its last holder has gone, so there is a newer one by now.
    }
  }

  /**
   * Gives a pinned version back.
   *
   * @throws IllegalStateException when it was given back more often than it was pinned
   */
  public void unpin(Version version) {
    if (version.release()) {
      tell(live.retire(version));
    }
  }

  /**
   * Makes an edit durable, then the version that it leads to current.
   *
   * <p>The files that it adds must have been forced, and their directories.
   *
   * @return the version, not pinned
   * @throws IllegalArgumentException when the edit does not fit the current version; nothing has
   *     changed
   * @throws OutcomeUnknownException when it is unknown whether the edit is durable: the files that
   *     it names, added or removed, must stay. The current version is as before, and no edit is
   *     taken any more.
   * @throws IOException when the edit is not durable; nothing has changed, and it can be tried
   *     again
   */
  public Version apply(VersionEdit edit) throws IOException {
    Version next;
    List<ObsoleteFile> obsolete = List.of();
    synchronized (this) {
      if (closed) {
        throw new IOException("the manifest is closed");
      }
      Version before = current;
      if (edit.isEmpty()) {
        return before;
      }
      VersionEdit full = withNextFileId(edit);
      next = before.next(full);
      log.append(full, next);
      live.install(before, full, next);
      current = next;
      if (before.release()) {
        obsolete = live.retire(before);
      }
    }
    tell(obsolete);
    return next;
  }

  /**
   * Whether what {@link #apply} threw means that nothing has changed, so that the files which the
   * edit would have added are nobody's. Of anything unexpected that is not known.
   */
  public static boolean isUnchangedBy(Throwable thrown) {
    return thrown instanceof IllegalArgumentException
        || (thrown instanceof IOException && !(thrown instanceof OutcomeUnknownException));
  }

  private VersionEdit withNextFileId(VersionEdit edit) {
    return new VersionEdit(
        edit.tables(),
        edit.removed(),
        edit.added(),
        edit.flushed(),
        edit.firstSegment(),
        edit.lastSequence(),
        Math.max(edit.nextFileId(), nextFileId.get()));
  }

  private void tell(List<ObsoleteFile> obsolete) {
    if (!obsolete.isEmpty()) {
      listener.accept(obsolete);
    }
  }

  /** A file id that was never used. */
  public long newFileId() {
    return nextFileId.getAndIncrement();
  }

  /** The oldest segment of the write-ahead log that is needed, as the manifest has it. */
  public long firstSegment() {
    return current.firstSegment();
  }

  /** The largest sequence that the manifest knows of. */
  public long lastSequence() {
    return current.lastSequence();
  }

  /** The ids of the SSTables of every version that is current or held. */
  public Set<Long> liveFiles() {
    return live.files();
  }

  /**
   * Who gets told, from now on, of SSTables that no version holds any more. Called by the thread
   * that let go of the last version, without a lock; it should be quick and not throw.
   */
  public void onObsolete(Consumer<List<ObsoleteFile>> whom) {
    listener = whom;
  }

  /**
   * The names of files that looked like SSTables of known tables when the set was opened, and
   * belong to none: what a crash left behind, to be deleted.
   */
  public List<String> orphans() {
    return orphans;
  }

  /** Closes the manifest; versions can still be pinned and unpinned. A second call does nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      log.close();
    }
  }
}
