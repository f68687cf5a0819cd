/**
 * The service-provider interface of Kodiak: what a plug-in implements and what it may rely on.
 *
 * <p>There are three kinds of plug-in, each found through a {@link io.kodiak.api.Provider}: {@link
 * io.kodiak.api.Memtable memtables}, {@link io.kodiak.api.SSTableFormat SSTable formats} and {@link
 * io.kodiak.api.CompactionPolicy compaction policies}. A plug-in depends on this module alone.
 *
 * <h2>Ordering</h2>
 *
 * Keys are compared as unsigned bytes from left to right; a prefix comes before what it begins.
 * Entries are ordered by key upwards and, within a key, by sequence downwards, so the newest
 * version of a key comes first. Sequences are unique within a database: no two entries of one table
 * have the same key and sequence. A sequence larger than another belongs to a later write.
 *
 * <h2>Threading</h2>
 *
 * A memtable has one writer at a time, and any number of readers and cursors that never block it
 * and are never blocked by it for longer than a bounded moment; the engine holds no lock around
 * either. A cursor shows every entry that was added before it was made. Formats, factories and
 * policies are used by any thread. Writers ({@link io.kodiak.api.SSTableWriter}) belong to one
 * thread; readers ({@link io.kodiak.api.SSTableReader}) to all.
 *
 * <h2>Capabilities</h2>
 *
 * What a plug-in may do better than its plain interface asks is an interface of its own, which it
 * implements or not; the engine looks with {@code instanceof} and otherwise gets the same answers
 * by the plain interface. A memtable whose structure knows about prefixes is a {@link
 * io.kodiak.api.PrefixMemtable}, with ascending cursors that are a {@link
 * io.kodiak.api.PrefixCursor}: a match of the longest prefix is then one call instead of some
 * seeks, and so is leaving a folder of a listing. A reader of SSTables that can find one entry
 * without making a block is a {@link io.kodiak.api.PointReader}. One that gives blocks out as they
 * are encoded is an {@link io.kodiak.api.EncodedBlockReader}, and a writer that takes them over an
 * {@link io.kodiak.api.EncodedBlockWriter}: a compaction carries over what it need not change. A
 * wrapper around a plug-in passes its capabilities on, or it hides them.
 *
 * <h2>Lifecycle</h2>
 *
 * The engine finds providers when a database is opened, checks {@link
 * io.kodiak.api.Provider#spiVersion()}, and calls {@link io.kodiak.api.Provider#create} once for
 * each place in the configuration that names the plug-in. It makes memtables from the factory as
 * they are needed and closes each when no reader is left. It closes readers when no version of the
 * tree needs them.
 *
 * <h2>Failure</h2>
 *
 * Reading and writing files throws {@link java.io.IOException}; bytes that cannot be right throw
 * {@link io.kodiak.api.CorruptionException} with file and offset. Any other exception of a plug-in
 * is a fault of the plug-in: the operation fails with an error that names it, background work
 * stops, and the data stays in the write-ahead log. The engine checks what it gets back: order,
 * counts and key bounds, before it makes a file part of the tree.
 */
@NullMarked
package io.kodiak.api;

import org.jspecify.annotations.NullMarked;
