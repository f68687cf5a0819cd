/**
 * The memtable {@code enhanced-skiplist}: a skip list that inlines what tells keys apart, with a
 * fast lane and with hints.
 */
@NullMarked
package io.kodiak.memtable.enhancedskiplist;

import org.jspecify.annotations.NullMarked;
