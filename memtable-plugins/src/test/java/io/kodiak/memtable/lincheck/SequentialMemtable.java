package io.kodiak.memtable.lincheck;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.testkit.Entry;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What {@link MemtableOperations} has to do when nothing happens at the same time. */
public class SequentialMemtable {
  private final int fill = Scenario.fill;
  private final NavigableSet<Entry> entries = new TreeSet<>();
  private long sequence;

  /** The specification of a memtable that is filled as far as the scenario says. */
  public SequentialMemtable() {
    while (sequence < fill) {
      add(Keys.filled(sequence + 1), EntryKind.PUT);
    }
  }

  private void add(Slice key, EntryKind kind) {
    sequence++;
    entries.add(
        kind == EntryKind.PUT
            ? Entry.put(key, sequence, Shown.value(sequence))
            : Entry.delete(key, sequence));
  }

  /** See {@link MemtableOperations#put}. */
  public void put(int key) {
    add(Keys.of(key, fill), EntryKind.PUT);
  }

  /** See {@link MemtableOperations#delete}. */
  public void delete(int key) {
    add(Keys.of(key, fill), EntryKind.DELETE);
  }

  /** See {@link MemtableOperations#write}. */
  public void write(int one, int other) {
    add(Keys.of(one, fill), EntryKind.PUT);
    add(Keys.of(other, fill), EntryKind.DELETE);
    add(Keys.of(other, fill), EntryKind.PUT);
  }

  /** See {@link MemtableOperations#get}. */
  public String get(int key) {
    return find(key, sequence);
  }

  /** See {@link MemtableOperations#getBefore}. */
  public String getBefore(int key) {
    return find(key, sequence - 1);
  }

  private String find(int key, long snapshot) {
    Slice sought = Keys.of(key, fill);
    Entry found = entries.ceiling(Entry.delete(sought, snapshot));
    return found != null && found.key().equals(sought) ? Shown.entry(view(found)) : "-";
  }

  /** See {@link MemtableOperations#ascending}. */
  public String ascending() {
    return scan(entries);
  }

  /** See {@link MemtableOperations#descending}. */
  public String descending() {
    return scan(entries.descendingSet());
  }

  private String scan(Iterable<Entry> ordered) {
    Shown shown = new Shown(fill);
    ordered.forEach(entry -> shown.add(view(entry)));
    return shown.toString();
  }

  /** See {@link MemtableOperations#seek}. */
  public String seek(int key) {
    return firstTwo(entries.tailSet(Entry.delete(Keys.of(key, fill), Long.MAX_VALUE), true));
  }

  /** See {@link MemtableOperations#seekBack}. */
  public String seekBack(int key) {
    return firstTwo(entries.headSet(Entry.delete(Keys.of(key, fill), 0), true).descendingSet());
  }

  private static String firstTwo(Iterable<Entry> ordered) {
    StringBuilder found = new StringBuilder();
    int left = 2;
    for (Entry entry : ordered) {
      if (left-- == 0) {
        break;
      }
      found.append(Shown.entry(view(entry))).append(' ');
    }
    return found.toString();
  }

  /** See {@link MemtableOperations#longestPrefix}. */
  public int longestPrefix(int key) {
    Slice sought = Keys.withTail(key, fill);
    return entries.stream()
        .map(Entry::key)
        .filter(sought::startsWith)
        .mapToInt(Slice::length)
        .max()
        .orElse(-1);
  }

  /** See {@link MemtableOperations#groups}. */
  public String groups() {
    Shown shown = new Shown(fill);
    Slice group = null;
    for (Entry entry : entries) {
      if (group == null || !entry.key().startsWith(group)) {
        shown.add(view(entry));
        group = Keys.group(entry.key());
      }
    }
    return shown.toString();
  }

  private static EntryView view(Entry entry) {
    EntryView view = new EntryView();
    view.key(entry.key().array(), entry.key().offset(), entry.key().length());
    view.version(entry.sequence(), entry.kind());
    view.value(entry.value().array(), entry.value().offset(), entry.value().length());
    return view;
  }

  // Equal states are one state to Lincheck, which otherwise tries the same again and again.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SequentialMemtable that
        && fill == that.fill
        && sequence == that.sequence
        && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }
}
