/**
 * The tree of SSTables, and the manifest that makes each of its changes durable.
 *
 * <p>A {@link io.kodiak.engine.manifest.Version} is the immutable tree of every table at one
 * moment. {@link io.kodiak.engine.manifest.VersionSet#apply} is the only way to a new one.
 */
@NullMarked
package io.kodiak.engine.manifest;

import org.jspecify.annotations.NullMarked;
