package io.kodiak.engine.storage;

/** How finished files are read. */
public enum ReadMode {
  /** Through a mapping of the file into memory: no system call, no copy but the one asked for. */
  MAPPED,
  /** By one positioned read each: needs no address space and counts against no memory limit. */
  POSITIONED
}
