/**
 * How fast writers may go on, from what flush and compaction have still to do. Nothing here waits,
 * and time comes from a clock that is handed in, so that simulations have the same rule.
 */
@NullMarked
package io.kodiak.engine.backpressure;

import org.jspecify.annotations.NullMarked;
