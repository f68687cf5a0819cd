package io.kodiak.engine.database;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import io.kodiak.engine.database.KodiakException.Kind;
import io.kodiak.engine.read.DelimitedScan;
import io.kodiak.engine.read.MergeScan;
import io.kodiak.engine.read.PointReads;
import io.kodiak.engine.read.PrefixReads;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The reads behind the facade: each pins the view of its table, for as long as it or what it hands
 * out reads. Safe for use by several threads, without a lock.
 */
final class Reads {
  private final Engine engine;
  private final Parts parts;

  Reads(Engine engine, Parts parts) {
    this.engine = engine;
    this.parts = parts;
  }

  byte @Nullable [] get(TableState table, byte[] key, @Nullable Snapshot at) {
    engine.checkReadable();
    PinnedView pin = table.acquire();
    try {
      long sequence = sequence(at);
      EntryView found = new EntryView();
      if (!PointReads.get(pin.view(), Slice.of(key), sequence, found)
          || found.kind() == EntryKind.DELETE) {
        return null;
      }
      return value(found);
    } catch (Exception e) {
      throw engine.failed(table.name(), "get " + Slice.of(key), e);
    } finally {
      pin.release();
    }
  }

  private static byte[] value(EntryView entry) {
    int from = entry.valueOffset();
    return Arrays.copyOfRange(entry.valueArray(), from, from + entry.valueLength());
  }

  @Nullable KeyValue longestPrefixMatch(TableState table, byte[] key, @Nullable Snapshot at) {
    engine.checkReadable();
    PinnedView pin = table.acquire();
    try {
      long sequence = sequence(at);
      EntryView found = new EntryView();
      if (!PrefixReads.longestMatch(pin.view(), Slice.of(key), sequence, found)) {
        return null;
      }
      return new KeyValue(Arrays.copyOf(key, found.keyLength()), value(found));
    } catch (Exception | Error e) {
      throw engine.failed(table.name(), "prefix match " + Slice.of(key), e);
    } finally {
      pin.release();
    }
  }

  Listing list(TableState table, byte[] prefix, byte[] delimiter, @Nullable Snapshot at) {
    engine.checkReadable();
    PinnedView pin = table.acquire();
    try {
      long sequence = sequence(at);
      return new Listing(
          engine,
          pin,
          new DelimitedScan(pin.view(), prefix, delimiter, sequence, parts.readAhead()));
    } catch (Exception | Error e) {
      pin.release();
      throw engine.failed(table.name(), "list", e);
    }
  }

  Scan scan(TableState table, KeyRange range, boolean descending, @Nullable Snapshot at) {
    engine.checkReadable();
    PinnedView pin = table.acquire();
    try {
      long sequence = sequence(at);
      return new Scan(
          engine, pin, new MergeScan(pin.view(), range, descending, sequence, parts.readAhead()));
    } catch (Exception | Error e) {
      pin.release();
      throw engine.failed(table.name(), "scan", e);
    }
  }

  /** What to read at. To be asked after the view is pinned: all that was visible then is in it. */
  private long sequence(@Nullable Snapshot at) {
    if (at == null) {
      return parts.writes().visible();
    }
    if (at.owner() != parts.snapshots()) {
      throw new IllegalArgumentException("the snapshot is of another database");
    }
    if (at.isClosed()) {
      throw new KodiakException(Kind.CLOSED, "the snapshot is closed");
    }
    return at.sequence();
  }
}
