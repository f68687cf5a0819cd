/**
 * SSTables as Apache ORC files, which any reader of ORC can open.
 *
 * <p>The columns are {@code key}, {@code seq}, {@code op} (0 put, 1 delete) and {@code value},
 * which is null for a tombstone. Row groups of ORC have a fixed number of rows, and blocks have
 * not: so a block is a part of each stream of its stripe, with compression chunks and runs of its
 * own, which the specification allows, and is read by the position and length of its parts alone. A
 * {@link io.kodiak.format.orc.BlockDirectory} holds them. The standard row index lies beside that,
 * for other engines.
 *
 * <p>Writing goes block → {@link io.kodiak.format.orc.RunLengthEncoder runs} and {@link
 * io.kodiak.format.orc.ChunkEncoder chunks} → {@link io.kodiak.format.orc.StripeWriter stripe} →
 * file, and at the end {@link io.kodiak.format.orc.FooterWriter footer}. Reading goes {@link
 * io.kodiak.format.orc.BlockDirectory directory} → {@link io.kodiak.format.orc.BlockDecoder parts →
 * block}; the footer is read only to {@link io.kodiak.format.orc.FooterReader find} a directory
 * that was lost.
 *
 * <p>The code here writes and reads ORC by itself. Its library cuts row groups of a thousand rows
 * at least, needs 50 MB of Hadoop, and takes about twice the processor time for a scan and up to
 * hundreds of times for a lookup. It is what the tests compare with.
 */
@NullMarked
package io.kodiak.format.orc;

import org.jspecify.annotations.NullMarked;
