/**
 * What memtables of linked towers share: links that say how the key behind them differs, and the
 * search, the insertion and the cursor over them.
 */
@NullMarked
package io.kodiak.memtable.towers;

import org.jspecify.annotations.NullMarked;
