package io.kodiak.engine.read;

import io.kodiak.api.EntryKind;
import io.kodiak.api.Memtable;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.ColumnFormat;
import io.kodiak.engine.sstable.PlainStorage;
import io.kodiak.engine.sstable.RandomKeys;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.TestTables;
import io.kodiak.engine.sstable.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A tree with a random shape and random content, and the content as a plain list. */
final class RandomTree implements AutoCloseable {
  final SplittableRandom random;
  final RandomKeys keys;
  final TreeSet<Version> versions = new TreeSet<>();
  final List<MapMemtable> memtables = new ArrayList<>();
  final ReadView view;
  long lastSequence;

  private final TestTables tables;

  RandomTree(SplittableRandom random) throws IOException {
    this(random, new RandomKeys(random), new ColumnFormat());
  }

  /** A tree of which each block is read by the given format. */
  RandomTree(SplittableRandom random, SSTableFormat format) throws IOException {
    this(random, new RandomKeys(random), format);
  }

  /** A tree of short keys of slashes and two other bytes. */
  static RandomTree ofPrefixes(SplittableRandom random) throws IOException {
    byte edge = (byte) (random.nextBoolean() ? 0xff : 0);
    RandomKeys keys = new RandomKeys(random, (byte) 'a', (byte) '/', edge);
    return new RandomTree(random, keys, new ColumnFormat());
  }

  private RandomTree(SplittableRandom random, RandomKeys keys, SSTableFormat format)
      throws IOException {
    this.random = random;
    this.keys = keys;
    tables = new TestTables(new PlainStorage(), format, random.nextInt(3) == 0 ? 0 : 1 << 22);
    List<SSTableRun> runs = new ArrayList<>();
    int runCount = random.nextInt(5);
    List<Slice> pool = keys.ascending(random.nextInt(1, 150));
    for (int i = 0; i < runCount; i++) {
      runs.add(run(batch(pool, random.nextInt(1, i == 0 ? 800 : 200))));
    }
    int memtableCount = random.nextInt(runCount == 0 ? 1 : 0, 4);
    for (int i = 0; i < memtableCount; i++) {
      MapMemtable memtable = new MapMemtable();
      batch(pool, random.nextInt(200)).forEach(memtable::put);
      memtables.add(memtable);
    }
    Collections.reverse(runs);
    Collections.reverse(memtables);
    List<Memtable> shown = new ArrayList<>();
    for (MapMemtable memtable : memtables) {
      shown.add(random.nextBoolean() ? memtable : new NativeMemtable(memtable));
    }
    view = new ReadView(shown, runs);
  }

  private NavigableSet<Version> batch(List<Slice> pool, int count) {
    TreeSet<Version> batch = new TreeSet<>();
    int from = random.nextInt(3) == 0 ? random.nextInt(pool.size()) : 0;
    int to = random.nextInt(3) == 0 ? random.nextInt(from, pool.size()) + 1 : pool.size();
    int hot = random.nextInt(from, to);
    for (int i = 0; i < count; i++) {
      Slice key = pool.get(random.nextInt(4) == 0 ? hot : random.nextInt(from, to));
      lastSequence += random.nextInt(1, 3);
      batch.add(version(key));
    }
    versions.addAll(batch);
    return batch;
  }

  private Version version(Slice key) {
    if (random.nextInt(4) == 0) {
      return new Version(key, lastSequence, EntryKind.DELETE, Slice.EMPTY);
    }
    byte[] value = new byte[random.nextInt(50) == 0 ? 5000 : random.nextInt(30)];
    random.nextBytes(value);
    return new Version(key, lastSequence, EntryKind.PUT, Slice.of(value));
  }

  /** Cuts a batch into SSTables whose ranges are disjoint. */
  private SSTableRun run(NavigableSet<Version> batch) throws IOException {
    int blockBytes = random.nextInt(1, 1500);
    int perTable = random.nextInt(1, 300);
    List<SSTable> opened = new ArrayList<>();
    List<Version> pending = new ArrayList<>();
    Version last = null;
    for (Version version : batch) {
      if (last != null && pending.size() >= perTable && !last.key().equals(version.key())) {
        opened.add(tables.table(pending, blockBytes));
        pending.clear();
      }
      pending.add(version);
      last = version;
    }
    opened.add(tables.table(pending, blockBytes));
    return new SSTableRun(opened);
  }

  /** A snapshot before, amid or behind all sequences. */
  long snapshot() {
    return switch (random.nextInt(4)) {
      case 0 -> Long.MAX_VALUE;
      case 1 -> lastSequence;
      default -> random.nextLong(lastSequence + 2);
    };
  }

  /** The newest visible version of a key. */
  @Nullable Version newest(Slice key, long snapshot) {
    Version found = versions.ceiling(new Version(key, snapshot, EntryKind.PUT, Slice.EMPTY));
    return found != null && found.key().equals(key) ? found : null;
  }

  /** The live versions as of a snapshot. */
  NavigableMap<Slice, Version> live(long snapshot) {
    TreeMap<Slice, Version> live = new TreeMap<>();
    for (Version version : versions) {
      if (version.sequence() <= snapshot) {
        live.putIfAbsent(version.key(), version);
      }
    }
    live.values().removeIf(version -> !version.isPut());
    return live;
  }

  /** A key of the tree, or one beside them. */
  Slice key() {
    if (versions.isEmpty() || random.nextInt(3) == 0) {
      return keys.next();
    }
    Version near = versions.ceiling(new Version(keys.next(), 1, EntryKind.PUT, Slice.EMPTY));
    Slice key = (near == null ? versions.last() : near).key();
    byte[] around = new byte[key.length() + 9];
    System.arraycopy(key.array(), key.offset(), around, 4, key.length());
    return Slice.of(around, 4, key.length());
  }

  @Override
  public void close() throws IOException {
    tables.close();
  }
}
