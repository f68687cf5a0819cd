package io.kodiak.engine.database;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.storage.FileInfo;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.LogFile;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.storage.WritableFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of pins: hard links to data files, and a descriptor, which is written and forced when
 * all else is durable and deleted before all else. So a directory with a whole descriptor is a
 * whole pin, and any other is what a crash left of one that was being made or released.
 */
final class PinFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PinFiles.class);

  private final Storage storage;

  PinFiles(Storage storage) {
    this.storage = storage;
  }

  /**
   * Makes a pin, durably. What a failure leaves is removed, or is no pin.
   *
   * <p>The caller keeps the files from being deleted meanwhile.
   */
  void write(PinRecord pin) throws IOException {
    boolean done = false;
    try {
      String folder = FileNames.pinnedTable(pin.id(), pin.table());
      storage.createDirectory(folder);
      for (PinRecord.PinnedData file : pin.files()) {
        storage.link(
            FileNames.tableDirectory(pin.table()) + "/" + file.name(), folder + "/" + file.name());
      }
      storage.forceDirectory(folder);
      byte[] descriptor = pin.encode();
      if (descriptor.length > PinRecord.MAX_BYTES) {
        throw new IOException(
            "table \"" + pin.table() + "\" has too many files for a pin: " + pin.files().size());
      }
      try (WritableFile file = storage.create(FileNames.pinDescriptor(pin.id()))) {
        file.write(descriptor, 0, descriptor.length);
        file.force();
      }
      storage.forceDirectory(FileNames.pinDirectory(pin.id()));
      done = true;
    } finally {
      if (!done) {
        abandon(pin.id());
      }
    }
  }

  private void abandon(long id) {
    try {
      remove(id);
    } catch (IOException e) {
      LOG.warn("could not remove {}; it is tried again at the next opening", directory(id), e);
    }
  }

  private static String directory(long id) {
    return FileNames.pinDirectory(id);
  }

  /** The pins that are whole; whatever else has the name of one is removed. */
  List<PinRecord> recover() throws IOException {
    List<PinRecord> found = new ArrayList<>();
    for (FileInfo file : storage.list(FileNames.PINS_DIRECTORY)) {
      long id = file.directory() ? FileNames.pinNumber(file.name()) : -1;
      if (id < 0) {
        continue;
      }
      try {
        PinRecord pin = read(id);
        force(id);
        found.add(pin);
      } catch (CorruptionException e) {
        LOG.info("removing {}, which is not a whole pin: {}", file.name(), Errors.message(e));
        abandon(id);
      } catch (IOException e) {
        LOG.warn("{} cannot be read, and is left as it is", file.name(), e);
      }
    }
    return found;
  }

  /** Whoever wrote the descriptor may have been killed before it was durable. */
  private void force(long id) throws IOException {
    try (LogFile file = storage.openLog(FileNames.pinDescriptor(id))) {
      file.force(0, file.size());
    }
    storage.forceDirectory(directory(id));
  }

  private PinRecord read(long id) throws IOException {
    String name = FileNames.pinDescriptor(id);
    if (storage.list(directory(id)).stream().noneMatch(file -> file.name().equals(name))) {
      throw new CorruptionException(name, -1, "is missing");
    }
    try (ReadableFile file = storage.open(name)) {
      if (file.length() > PinRecord.MAX_BYTES) {
        throw new CorruptionException(name, -1, "is too large for a descriptor");
      }
      byte[] bytes = new byte[(int) file.length()];
      file.read(0, bytes, 0, bytes.length);
      PinRecord pin = PinRecord.decode(name, bytes);
      if (pin.id() != id) {
        throw new CorruptionException(name, -1, "is the descriptor of pin " + pin.id());
      }
      return pin;
    }
  }

  /**
   * Removes a pin, whole or not. Files that no pin consists of stay, and their directories with
   * them.
   */
  void remove(long id) throws IOException {
    storage.delete(FileNames.pinDescriptor(id));
    List<FileInfo> tables = storage.list(directory(id));
    if (!tables.isEmpty()) {
      // Before a link goes: a pin that lacks files must not look like a whole one after a crash.
      // Also when the descriptor is gone already: who deleted it may have been killed before this.
      storage.forceDirectory(directory(id));
    }
    for (FileInfo table : tables) {
      if (table.directory() && FileNames.isTableName(table.baseName())) {
        for (FileInfo file : storage.list(table.name())) {
          String original = FileNames.tableDirectory(table.baseName()) + "/" + file.baseName();
          if (!file.directory() && FileNames.sstableId(original) >= 0) {
            storage.delete(file.name());
          }
        }
        deleteDirectory(table.name());
      }
    }
    deleteDirectory(directory(id));
  }

  private void deleteDirectory(String name) throws IOException {
    if (!storage.deleteDirectory(name)) {
      LOG.warn("{} is kept: it holds files that no pin consists of", name);
    }
  }
}
