package io.kodiak.api;

/** The entry point of a compaction policy plug-in. */
public interface CompactionPolicyProvider extends Provider<CompactionPolicy> {}
