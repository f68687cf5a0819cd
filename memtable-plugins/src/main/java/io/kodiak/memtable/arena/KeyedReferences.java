package io.kodiak.memtable.arena;

import io.kodiak.api.EntryView;

/** What the references in {@link SortedWords} stand for: something with the key of an entry. */
public interface KeyedReferences {
  /**
   * Compares what a reference stands for with the place in the order that key and sequence mark: by
   * key upwards, then by sequence downwards.
   */
  int compare(int reference, byte[] key, int offset, int length, long sequence);

  /** Points a view at the entry whose key counts. */
  void read(int reference, EntryView view);
}
