package io.kodiak.engine.database;

import io.kodiak.api.SSTableFormat;
import io.kodiak.engine.manifest.VersionSet;
import io.kodiak.engine.read.ReadAhead;
import io.kodiak.engine.sstable.BlockCache;
import io.kodiak.engine.sstable.SSTables;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.wal.WriteAheadLog;
import java.util.Map;

/**
 * What an open database is made of.
 *
 * @param formats every format that files may be read with, by name
 * @param loads the bulk loads
 * @param outlook what compaction does and would do
 * @param recovery what opening found, in words for people
 */
record Parts(
    Storage storage,
    AutoCloseable lock,
    VersionSet versions,
    WriteAheadLog log,
    BlockCache cache,
    SSTables sstables,
    ReadAhead readAhead,
    Health health,
    Backpressure backpressure,
    Snapshots snapshots,
    Tables tables,
    Targets targets,
    Map<String, SSTableFormat> formats,
    WritePath writes,
    WriteTraces traces,
    Views views,
    Background background,
    Pins pins,
    LogForcer forcer,
    BulkLoads loads,
    CompactionOutlook outlook,
    String recovery) {}
