/**
 * Bulk loading up to where the tree changes: rows are collected, sorted, spilled and merged into
 * SSTables, and files from elsewhere are taken over. What comes out waits, durable, for the version
 * edit that makes it part of a table.
 */
@NullMarked
package io.kodiak.engine.load;

import org.jspecify.annotations.NullMarked;
