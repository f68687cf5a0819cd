/** The memtable {@code trie}: an adaptive radix tree in slabs, read without locks. */
@NullMarked
package io.kodiak.memtable.trie;

import org.jspecify.annotations.NullMarked;
