package io.kodiak.engine.database;

import io.kodiak.api.SSTableMeta;
import io.kodiak.engine.database.KodiakException.Kind;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.manifest.Version;
import io.kodiak.engine.manifest.VersionSet;
import io.kodiak.engine.sstable.SSTables;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pins of an open database: made, listed and released one at a time, and removed when they
 * expire by a thread that exists for as long as there are pins to wait for. Safe for use by several
 * threads.
 */
final class Pins implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pins.class);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(30);

  /** The clock of the machine may be set: so nobody waits for longer without looking at it. */
  private static final long LONGEST_WAIT_MILLIS = 60_000;

  private final Storage storage;
  private final VersionSet versions;
  private final SSTables sstables;
  private final PinFiles files;
  private final Clock clock;
  private final TreeMap<Long, PinRecord> pins = new TreeMap<>();
  private long lastId;
  private boolean watched;
  private boolean closed;

  private Pins(Storage storage, VersionSet versions, SSTables sstables, Clock clock) {
    this.storage = storage;
    this.versions = versions;
    this.sstables = sstables;
    this.files = new PinFiles(storage);
    this.clock = clock;
  }

  /** Finds the pins of a database, and removes those that are not whole or whose time is over. */
  static Pins open(Storage storage, VersionSet versions, SSTables sstables, Clock clock)
      throws IOException {
    Pins opened = new Pins(storage, versions, sstables, clock);
    for (PinRecord pin : opened.files.recover()) {
      opened.pins.put(pin.id(), pin);
      opened.lastId = Math.max(opened.lastId, pin.id());
    }
    synchronized (opened) {
      opened.expire();
    }
    return opened;
  }

  /** Begins to remove pins as they expire. */
  synchronized void start() {
    if (!watched && !closed && !pins.isEmpty()) {
      watched = true;
      Thread thread = new Thread(this::watch, "kodiak-pins");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Refuses a time that is out of bounds. */
  static void check(Duration keep) {
    if (keep.compareTo(SHORTEST) < 0 || keep.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "files are pinned for 1 second to 30 days, not for " + keep);
    }
  }

  /** Pins the files that a table consists of in the current version. */
  synchronized FilePin pin(int table, Duration keep) throws IOException {
    checkOpen();
    expire();
    // Not a view of readers: that may be a little older. The version keeps its files meanwhile.
    Version version = versions.pin();
    try {
      return pin(Objects.requireNonNull(version.tree(table), "a table has a tree"), keep);
    } finally {
      versions.unpin(version);
    }
  }

  private FilePin pin(Tree tree, Duration keep) throws IOException {
    long now = clock.millis();
    lastId = Math.max(lastId + 1, now);
    PinRecord pin =
        new PinRecord(
            lastId,
            tree.table().name(),
            now,
            now + keep.toMillis(),
            hasOneRowPerKey(tree),
            data(tree));
    files.write(pin);
    pins.put(pin.id(), pin);
    start();
    notifyAll();
    return shown(pin);
  }

  private static List<PinRecord.PinnedData> data(Tree tree) {
    List<PinRecord.PinnedData> data = new ArrayList<>();
    tree.runs().forEach(run -> run.tables().forEach(meta -> data.add(data(tree, meta))));
    return data;
  }

  private static PinRecord.PinnedData data(Tree tree, SSTableMeta meta) {
    SSTableFile file = file(tree, meta);
    String path = file.dataName(tree.table().name());
    return new PinRecord.PinnedData(
        path.substring(path.lastIndexOf('/') + 1),
        meta.level(),
        meta.entries(),
        meta.tombstones(),
        file.seal().dataBytes(),
        meta.format());
  }

  private static SSTableFile file(Tree tree, SSTableMeta meta) {
    return Objects.requireNonNull(tree.file(meta.id()), "a run names a file of its tree");
  }

  /** Whether no file has two versions of a key, and no two files may have the same key. */
  private boolean hasOneRowPerKey(Tree tree) throws IOException {
    List<SSTableMeta> all = new ArrayList<>();
    tree.runs().forEach(run -> all.addAll(run.tables()));
    all.sort(Comparator.comparing(SSTableMeta::firstKey));
    for (int i = 0; i < all.size(); i++) {
      SSTableMeta meta = all.get(i);
      if (i > 0 && all.get(i - 1).lastKey().compareTo(meta.firstKey()) >= 0) {
        return false;
      }
      if (sstables.open(tree.table().name(), file(tree, meta)).keys() != meta.entries()) {
        return false;
      }
    }
    return true;
  }

  /** The pins whose time is not over, oldest first. */
  synchronized List<FilePin> list() {
    checkOpen();
    expire();
    long now = clock.millis();
    List<FilePin> shown = new ArrayList<>();
    for (PinRecord pin : pins.values()) {
      if (pin.expiryMillis() > now) {
        shown.add(shown(pin));
      }
    }
    return shown;
  }

  private FilePin shown(PinRecord pin) {
    String folder = FileNames.pinnedTable(pin.id(), pin.table()) + "/";
    List<PinnedFile> shown = new ArrayList<>();
    for (PinRecord.PinnedData file : pin.files()) {
      shown.add(
          new PinnedFile(
              Path.of(storage.location(folder + file.name())),
              file.format(),
              file.level(),
              file.entries(),
              file.tombstones(),
              file.bytes()));
    }
    return new FilePin(this, pin, shown);
  }

  /** Releases a pin; false when there is none of that number, or not any more. */
  synchronized boolean release(long id) {
    checkOpen();
    expire();
    if (!pins.containsKey(id)) {
      return false;
    }
    try {
      files.remove(id);
    } catch (IOException e) {
      throw Errors.translate("releasing pin " + id, e);
    }
    pins.remove(id);
    return true;
  }

  /** Removes what has expired, and says whether something that has could not be removed. */
  private boolean expire() {
    boolean failed = false;
    long now = clock.millis();
    for (PinRecord pin : List.copyOf(pins.values())) {
      if (pin.expiryMillis() <= now) {
        try {
          files.remove(pin.id());
          pins.remove(pin.id());
          LOG.info("pin {} of table {} has expired", pin.id(), pin.table());
        } catch (IOException e) {
          failed = true;
          LOG.warn("pin {} has expired, but could not be removed; trying again", pin.id(), e);
        }
      }
    }
    return failed;
  }

  private synchronized void watch() {
    while (!closed) {
      boolean failed = expire();
      if (pins.isEmpty()) {
        watched = false;
        return;
      }
      try {
        wait(failed ? LONGEST_WAIT_MILLIS : untilExpiry());
      } catch (InterruptedException e) {
        LOG.debug("interrupted; only closing the database ends the wait for pins");
      }
    }
  }

  private long untilExpiry() {
    long first = Long.MAX_VALUE;
    for (PinRecord pin : pins.values()) {
      first = Math.min(first, pin.expiryMillis());
    }
    return Math.max(1, Math.min(first - clock.millis(), LONGEST_WAIT_MILLIS));
  }

  private void checkOpen() {
    if (closed) {
      throw new KodiakException(Kind.CLOSED, "the database is closed");
    }
  }

  /** Ends the thread; waits until nothing is under way. Pins stay. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
