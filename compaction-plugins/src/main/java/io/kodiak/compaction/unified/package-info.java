/**
 * The policy {@code unified}: one scheme of which leveling and tiering are the two ends, chosen
 * level by level.
 *
 * <p>It follows the Unified Compaction Strategy of Cassandra 5 (CEP-26) in what it measures, and S.
 * Sarkar and others, <em>Constructing and Analyzing the LSM Compaction Design Space</em> (VLDB
 * 2021, arXiv 2202.04522), in that trigger, layout, granularity and movement are chosen apart. The
 * lazy leveling of N. Dayan and S. Idreos, <em>Dostoevsky</em> (SIGMOD 2018), is a list of scalings
 * with a T for every level but the last, and an L for that.
 *
 * <p>A table's level is not where it lies but how dense it is: how many bytes the whole table would
 * have if every range of keys held as much as this one does. So a merge can be judged by the keys
 * that it covers: ranges are merged apart, side by side, each as soon as enough tables of one level
 * share a key there. So that ranges stay apart, files are cut at boundaries that halve the data
 * again and again: what is one range on a level is a whole number of them on every denser one.
 *
 * <p>Where a table lies follows its density as far as the order of age lets it.
 */
@NullMarked
package io.kodiak.compaction.unified;

import org.jspecify.annotations.NullMarked;
