package io.kodiak.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Slice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What the tests of memtables share: making, filling and reading them. */
abstract class MemtableFixture extends ProviderContract<MemtableFactory, MemtableProvider> {
  static final long FLUSH_BYTES = 16L << 20;

  final Memtable open() {
    return create().create(FLUSH_BYTES);
  }

  static void put(Memtable memtable, Entry entry) {
    memtable.put(entry.key(), entry.sequence(), entry.kind(), entry.value());
  }

  static void put(Memtable memtable, String key, long sequence, String value) {
    memtable.put(Slice.utf8(key), sequence, EntryKind.PUT, Slice.utf8(value));
  }

  static void delete(Memtable memtable, String key, long sequence) {
    memtable.put(Slice.utf8(key), sequence, EntryKind.DELETE, Slice.EMPTY);
  }

  /**
   * What the memtable finds, as text: {@code value@sequence}, {@code deleted@sequence}, {@code -}.
   */
  static String find(Memtable memtable, String key, long snapshot) {
    EntryView view = new EntryView();
    if (!memtable.get(Slice.utf8(key), snapshot, view)) {
      return "-";
    }
    assertThat(view.keySlice()).as("the key of what was found").isEqualTo(Slice.utf8(key));
    String value =
        view.kind() == EntryKind.DELETE
            ? "deleted"
            : new String(view.valueSlice().toByteArray(), UTF_8);
    return value + "@" + view.sequence();
  }

  static Memtable filled(Memtable memtable, Collection<Entry> entries) {
    entries.forEach(entry -> put(memtable, entry));
    return memtable;
  }

  static NavigableSet<Entry> sorted(Collection<Entry> entries) {
    return new TreeSet<>(entries);
  }

  static List<Entry> all(Cursor cursor) {
    List<Entry> entries = new ArrayList<>();
    for (boolean on = cursor.first(); on; on = cursor.next()) {
      entries.add(Entry.of(cursor.entry()));
    }
    return entries;
  }

  /** Entries that differ in nothing but number: for tests in which only the count matters. */
  static List<Entry> plain(int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      entries.add(Entry.put(Slice.utf8("key" + i), i, Slice.utf8("value" + i)));
    }
    return entries;
  }
}
