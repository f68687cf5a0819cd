package io.kodiak.engine.manifest;

import io.kodiak.engine.storage.FileInfo;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.OutcomeUnknownException;
import io.kodiak.engine.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes edits durable: in the current manifest, or by a new one that begins with all there is.
 *
 * <p>A new manifest is begun with the first edit after opening, when the current one has grown much
 * larger than what it says, and when an edit could not be written whole. For one thread at a time.
 */
final class ManifestLog implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestLog.class);

  private final Storage storage;
  private final long rollBytes;
  private long nextNumber;
  private long rollAt;
  private @Nullable ManifestWriter writer;
  private @Nullable OutcomeUnknownException failure;

  /**
   * A log that will continue in another manifest.
   *
   * @param nextNumber larger than the number of any manifest there is
   * @param rollBytes the size up to which no manifest is replaced, in bytes
   */
  ManifestLog(Storage storage, long nextNumber, long rollBytes) {
    this.storage = storage;
    this.nextNumber = nextNumber;
    this.rollBytes = rollBytes;
  }

  /**
   * Makes an edit durable.
   *
   * @param next the version that it leads to
   * @throws OutcomeUnknownException when it is unknown whether it is; so is every later call
   * @throws IOException when it is not
   */
  void append(VersionEdit edit, Version next) throws IOException {
    if (failure != null) {
      throw new OutcomeUnknownException(failure.getMessage(), failure);
    }
    ManifestWriter to = writer;
    if (to == null || to.isDamaged()) {
      roll(next);
      return;
    }
    if (to.position() > rollAt && rolled(to, next)) {
      return;
    }
    to.write(edit);
    try {
      to.force();
    } catch (IOException e) {
      throw latch(FileNames.manifest(to.number()), e);
    }
  }

  /** Tries to replace a manifest that has grown; when that fails, it has to do for now. */
  private boolean rolled(ManifestWriter grown, Version next) throws IOException {
    try {
      roll(next);
      return true;
    } catch (OutcomeUnknownException e) {
      throw e;
    } catch (IOException e) {
      LOG.warn("{}: cannot begin a new manifest, going on with this one", storage.describe(), e);
      rollAt = 2 * grown.position();
      return false;
    }
  }

  /** Begins a manifest with all of a version, and makes it count. */
  void roll(Version version) throws IOException {
    long number = nextNumber++;
    ManifestWriter fresh = begin(number, version);
    try {
      storage.rename(FileNames.CURRENT_NEW, FileNames.CURRENT);
      storage.forceDirectory("");
    } catch (IOException e) {
      closeQuietly(fresh);
      throw latch(FileNames.CURRENT, e);
    }
    ManifestWriter old = writer;
    writer = fresh;
    rollAt = Math.max(rollBytes, 4 * fresh.position());
    if (old != null) {
      closeQuietly(old);
    }
    deleteOthers(number);
  }

  private ManifestWriter begin(long number, Version version) throws IOException {
    ManifestWriter fresh = null;
    boolean ready = false;
    try {
      fresh = ManifestWriter.create(storage, number, version.snapshot());
      storage.forceDirectory("");
      CurrentFile.prepare(storage, number);
      ready = true;
      return fresh;
    } finally {
      if (!ready) {
        if (fresh != null) {
          closeQuietly(fresh);
        }
        deleteQuietly(FileNames.manifest(number));
      }
    }
  }

  private OutcomeUnknownException latch(String name, IOException cause) {
    OutcomeUnknownException unknown =
        new OutcomeUnknownException(
            name
                + ": it is unknown whether a change of the tree is durable; the database takes no"
                + " more of them until it is opened again",
            cause);
    failure = unknown;
    return unknown;
  }

  private void deleteOthers(long number) {
    try {
      for (FileInfo file : storage.list("")) {
        long other = FileNames.manifestNumber(file.name());
        if (other >= 0 && other != number) {
          deleteQuietly(file.name());
        }
      }
    } catch (IOException e) {
      LOG.warn("{}: cannot look for old manifests", storage.describe(), e);
    }
  }

  /** A file that stays does no harm but to the space it takes; the next roll tries again. */
  private void deleteQuietly(String name) {
    try {
      storage.delete(name);
    } catch (IOException e) {
      LOG.warn("{}: cannot delete {}", storage.describe(), name, e);
    }
  }

  /** What matters in it was forced before. */
  private void closeQuietly(ManifestWriter old) {
    try {
      old.close();
    } catch (IOException e) {
      LOG.warn("{}: cannot close {}", storage.describe(), FileNames.manifest(old.number()), e);
    }
  }

  /** Closes the manifest. */
  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
