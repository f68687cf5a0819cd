/** What policies share: finding the tables that a plan must name so that it is complete. */
@NullMarked
package io.kodiak.compaction.plan;

import org.jspecify.annotations.NullMarked;
