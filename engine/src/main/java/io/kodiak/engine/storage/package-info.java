/**
 * Every operation on files that the engine performs.
 *
 * <p>{@link io.kodiak.engine.storage.Storage} is the only way from the engine to a disk; tests put
 * implementations in its place that fail or crash at a chosen call. {@link
 * io.kodiak.engine.storage.LocalStorage} is the one for a directory of the local file system.
 */
@NullMarked
package io.kodiak.engine.storage;

import org.jspecify.annotations.NullMarked;
