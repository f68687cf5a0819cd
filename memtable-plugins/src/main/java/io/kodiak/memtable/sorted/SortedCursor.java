package io.kodiak.memtable.sorted;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.SortedWords;
import io.kodiak.memtable.arena.WordPosition;

/**
 * A cursor over sorted chunks, in either direction; it stays with the row of tiers, and within a
 * tier with the tier, that it found when it was placed.
 */
final class SortedCursor implements Cursor {
  private static final long OLDEST = 0;
  private static final long NEWEST = Long.MAX_VALUE;

  private final SortedChunks chunks;
  private final EntryArena entries;
  private final boolean ascending;
  private final EntryView view = new EntryView();
  private final WordPosition position = new WordPosition();
  private Tier<Tier<long[]>> row;
  private Tier<long[]> tier;
  private int tierAt;
  private int chunkAt;

  SortedCursor(SortedMemtable memtable, boolean ascending) {
    this.chunks = memtable.chunks();
    this.entries = memtable.entries();
    this.ascending = ascending;
    this.row = chunks.tiers();
    this.tier = row.child(0);
  }

  @Override
  public boolean first() {
    position.restart();
    row = chunks.tiers();
    tierAt = ascending ? 0 : row.size() - 1;
    tier = row.child(tierAt);
    chunkAt = ascending ? 0 : tier.size() - 1;
    long[] chunk = tier.child(chunkAt);
    return shows(ascending ? position.first(chunk) : position.last(chunk));
  }

  @Override
  public boolean seek(Slice key) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    long sequence = ascending ? NEWEST : OLDEST;
    position.restart();
    row = chunks.tiers();
    tierAt = row.find(entries, array, offset, length, sequence);
    tier = row.child(tierAt);
    chunkAt = tier.find(entries, array, offset, length, sequence);
    long[] chunk = tier.child(chunkAt);
    long digest = SortedWords.digest(chunk, array, offset, length);
    long place = SortedWords.place(chunk, digest, entries, array, offset, length, sequence);
    return shows(
        ascending
            ? position.place(chunk, place) || nextChunk()
            : position.before(chunk, place, entries, array, offset, length, sequence)
                || previousChunk());
  }

  @Override
  public boolean next() {
    position.touch(entries, ascending ? 1 : -1);
    return ascending
        ? shows(position.next() || nextChunk())
        : shows(position.previous() || previousChunk());
  }

  private boolean nextChunk() {
    if (++chunkAt == tier.size()) {
      if (++tierAt == row.size()) {
        return false;
      }
      tier = row.child(tierAt);
      chunkAt = 0;
    }
    return position.first(tier.child(chunkAt));
  }

  private boolean previousChunk() {
    if (--chunkAt < 0) {
      if (--tierAt < 0) {
        return false;
      }
      tier = row.child(tierAt);
      chunkAt = tier.size() - 1;
    }
    return position.last(tier.child(chunkAt));
  }

  private boolean shows(boolean on) {
    if (on) {
      entries.read(position.reference(), view);
    }
    return on;
  }

  @Override
  public EntryView entry() {
    return view;
  }

  @Override
  public void close() {
    // Nothing is held that the collector would not take.
  }
}
