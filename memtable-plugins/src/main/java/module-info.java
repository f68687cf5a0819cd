import io.kodiak.api.MemtableProvider;
import io.kodiak.memtable.bskiplist.BSkipListProvider;
import io.kodiak.memtable.enhancedskiplist.EnhancedSkipListProvider;
import io.kodiak.memtable.hashlinkedlist.HashLinkedListProvider;
import io.kodiak.memtable.hashskiplist.HashSkipListProvider;
import io.kodiak.memtable.linkedlist.LinkedListProvider;
import io.kodiak.memtable.rotating.RotatingSkipListProvider;
import io.kodiak.memtable.skiplist.SkipListProvider;
import io.kodiak.memtable.sorted.SortedProvider;
import io.kodiak.memtable.trie.TrieProvider;
import io.kodiak.memtable.vector.VectorProvider;

/** Memtables, one package each. */
module io.kodiak.memtable {
  requires io.kodiak.api;
  requires static org.jspecify;

  provides MemtableProvider with
      BSkipListProvider,
      EnhancedSkipListProvider,
      HashLinkedListProvider,
      HashSkipListProvider,
      LinkedListProvider,
      RotatingSkipListProvider,
      SkipListProvider,
      SortedProvider,
      TrieProvider,
      VectorProvider;
}
