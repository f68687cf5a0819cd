package io.kodiak.api;

/** The entry point of a memtable plug-in. */
public interface MemtableProvider extends Provider<MemtableFactory> {}
