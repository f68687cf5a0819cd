package io.kodiak.engine.database;

import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Adds the writes of batches to the memtables of their tables, and switches memtables that are
 * full. Used by one thread at a time: the holder of the write path's baton, or recovery.
 */
final class MemtableWriter implements BatchCodec.Visitor {
  private final IntFunction<TableState> tables;
  private final boolean replaying;
  private final List<TableState> touched = new ArrayList<>();
  private long sequence;

  /**
   * @param tables the table with a given id; throws for an unknown one
   * @param replaying whether some of the writes may be in SSTables already; those are left out
   */
  MemtableWriter(IntFunction<TableState> tables, boolean replaying) {
    this.tables = tables;
    this.replaying = replaying;
  }

  /**
   * Adds all writes of an encoded batch, the first with the sequence {@code first} and each with
   * the next one.
   *
   * @return the number of writes
   */
  int apply(byte[] payload, int offset, int length, long first) {
    sequence = first;
    return BatchCodec.decode(payload, offset, offset + length, this);
  }

  @Override
  public void write(
      int table,
      EntryKind kind,
      byte[] array,
      int keyOffset,
      int keyLength,
      int valueOffset,
      int valueLength) {
    long now = sequence++;
    TableState state = tables.apply(table);
    if (replaying && now <= state.flushedSequence()) {
      return;
    }
    if (state.touch()) {
      touched.add(state);
    }
    MemtableHandle active = state.active();
    active.covers(now);
    active
        .memtable()
        .put(
            Slice.of(array, keyOffset, keyLength),
            now,
            kind,
            valueLength == 0 ? Slice.EMPTY : Slice.of(array, valueOffset, valueLength));
    state.count(keyLength + valueLength);
  }

  /**
   * Switches the memtables that became full since the last call, as far as there is room.
   *
   * @return whether there was one
   */
  boolean switchFull() {
    boolean switched = false;
    for (int i = touched.size() - 1; i >= 0; i--) {
      TableState state = touched.get(i);
      if (!state.isFull()) {
        state.untouch();
        touched.remove(i);
      } else if (state.switchActive()) {
        state.untouch();
        touched.remove(i);
        switched = true;
      }
    }
    return switched;
  }
}
