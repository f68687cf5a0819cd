/**
 * The memtable {@code hash-skiplist}: skip lists of keys with the same prefix, threaded into one
 * order, with hash indexes over prefixes and keys.
 */
@NullMarked
package io.kodiak.memtable.hashskiplist;

import org.jspecify.annotations.NullMarked;
