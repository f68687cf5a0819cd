/**
 * SSTables: building them, opening them, and everything that the engine keeps beside the data file.
 *
 * <p>A SSTable is two files. A format plug-in writes the data file, block by block. The engine
 * writes the sidecar: the block index, the bloom filter, and the checksums by which every byte of
 * the data file is verified before a format sees it.
 */
@NullMarked
package io.kodiak.engine.sstable;

import org.jspecify.annotations.NullMarked;
