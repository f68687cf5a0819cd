package io.kodiak.testkit;

import io.kodiak.api.EntryKind;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a database must answer: every version of every key of several tables, in sorted sets.
 *
 * <p>It is as simple as it can be, so that it can be trusted; it keeps everything for ever.
 * Sequences are handed out as the engine does: one for every operation, from 1. A snapshot is the
 * sequence that {@link #sequence()} returned when it was taken. Bytes that are passed in are
 * copied. For one thread.
 */
public final class ModelStore {
  private final Map<String, NavigableSet<Entry>> tables = new TreeMap<>();
  private long sequence;

  /** Makes an empty store without tables. */
  public ModelStore() {}

  /**
   * One operation of a batch.
   *
   * @param table the name of the table
   * @param key the key
   * @param value the value to put; {@code null}: the key is deleted
   */
  public record Operation(String table, Slice key, @Nullable Slice value) {}

  /**
   * A live row.
   *
   * @param key the key
   * @param value the value that a reader finds
   */
  public record Row(Slice key, Slice value) {}

  /**
   * A name in a listing.
   *
   * @param name a key, or what the keys of a folder share
   * @param value the value of the key; {@code null}: it is a folder
   */
  public record Name(Slice name, @Nullable Slice value) {}

  /** Puts a value under a key. */
  public void put(String table, Slice key, Slice value) {
    write(List.of(new Operation(table, key, value)));
  }

  /** Deletes a key, whether it is there or not. */
  public void delete(String table, Slice key) {
    write(List.of(new Operation(table, key, null)));
  }

  /** Applies all operations in their order; what comes later wins. */
  public void write(List<Operation> batch) {
    for (Operation operation : batch) {
      Slice value = operation.value();
      EntryKind kind = value == null ? EntryKind.DELETE : EntryKind.PUT;
      Slice bytes = value == null ? Slice.EMPTY : value.copy();
      entries(operation.table()).add(new Entry(operation.key().copy(), ++sequence, kind, bytes));
    }
  }

  private NavigableSet<Entry> entries(String table) {
    return tables.computeIfAbsent(table, name -> new TreeSet<>());
  }

  /** The sequence of the last operation, 0 when there was none: a snapshot of now. */
  public long sequence() {
    return sequence;
  }

  /** The names of the tables that were ever written to, sorted. */
  public List<String> tables() {
    return List.copyOf(tables.keySet());
  }

  /** The value of a key now; {@code null} when there is none. */
  public @Nullable Slice get(String table, Slice key) {
    return get(table, key, Limits.MAX_SEQUENCE);
  }

  /** The value of a key at a snapshot; {@code null} when there was none. */
  public @Nullable Slice get(String table, Slice key, long snapshot) {
    Entry found = entries(table).ceiling(Entry.delete(key, snapshot));
    boolean live = found != null && found.key().equals(key) && found.kind() == EntryKind.PUT;
    return live ? found.value() : null;
  }

  /** The live rows of a range at a snapshot, by key upwards, or downwards. */
  public List<Row> scan(String table, KeyRange range, long snapshot, boolean reverse) {
    List<Row> rows = new ArrayList<>();
    Slice decided = null;
    for (Entry entry : inRange(table, range)) {
      boolean hidden = entry.sequence() > snapshot || entry.key().equals(decided);
      if (!hidden) {
        decided = entry.key();
        if (entry.kind() == EntryKind.PUT) {
          rows.add(new Row(entry.key(), entry.value()));
        }
      }
    }
    if (reverse) {
      Collections.reverse(rows);
    }
    return rows;
  }

  /** The row with the longest key that the given one begins with; {@code null}: there was none. */
  public @Nullable Row longestPrefixMatch(String table, Slice key, long snapshot) {
    Row longest = null;
    for (Row row : scan(table, KeyRange.all(), snapshot, false)) {
      // Among the prefixes of one key, the longer one comes later.
      longest = key.startsWith(row.key()) ? row : longest;
    }
    return longest;
  }

  /** The folders and keys below a prefix at a snapshot, as object stores list them. */
  public List<Name> commonPrefixes(String table, Slice prefix, Slice delimiter, long snapshot) {
    List<Name> names = new ArrayList<>();
    Slice folder = null;
    for (Row row : scan(table, KeyRange.prefix(prefix.toByteArray()), snapshot, false)) {
      Slice key = row.key();
      int end = end(key, prefix.length(), delimiter);
      if (end < 0) {
        names.add(new Name(key, row.value()));
      } else if (!key.slice(0, end).equals(folder)) {
        folder = key.slice(0, end);
        names.add(new Name(folder, null));
      }
    }
    return names;
  }

  /** Where the first delimiter that begins at {@code from} or later ends; -1: there is none. */
  private static int end(Slice key, int from, Slice delimiter) {
    for (int end = from + delimiter.length(); end <= key.length(); end++) {
      if (key.slice(end - delimiter.length(), delimiter.length()).equals(delimiter)) {
        return end;
      }
    }
    return -1;
  }

  private Iterable<Entry> inRange(String table, KeyRange range) {
    NavigableSet<Entry> entries = entries(table);
    Slice from = range.from();
    Iterator<Entry> start =
        from == null
            ? entries.iterator()
            : entries.tailSet(Entry.delete(from, Long.MAX_VALUE), true).iterator();
    List<Entry> within = new ArrayList<>();
    while (start.hasNext()) {
      Entry entry = start.next();
      Slice to = range.to();
      if (to != null && entry.key().compareTo(to) >= 0) {
        return within;
      }
      within.add(entry);
    }
    return within;
  }

  /** The live rows of a whole table now, by key upwards. */
  public List<Row> rows(String table) {
    return scan(table, KeyRange.all(), Limits.MAX_SEQUENCE, false);
  }

  /** How many versions a table has, tombstones counted. */
  public long versions(String table) {
    return entries(table).size();
  }
}
