/**
 * Recorded traces: which writes of a table go into a file, and the form of that file.
 *
 * <p>Keys are sampled by their hash, as in SHARDS (Waldspurger, Park, Garthwaite, Ahmad: Efficient
 * MRC Construction with SHARDS, FAST 2015): all writes of the keys of the sample are recorded, so
 * that how often a key is written again and after how many other writes can be told from them.
 */
@NullMarked
package io.kodiak.engine.trace;

import org.jspecify.annotations.NullMarked;
