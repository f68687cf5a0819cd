package io.kodiak.api;

/** The entry point of a SSTable format plug-in. */
public interface SSTableFormatProvider extends Provider<SSTableFormat> {}
