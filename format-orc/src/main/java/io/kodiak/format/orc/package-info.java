/** SSTables as Apache ORC files. */
package io.kodiak.format.orc;
