/** SSTables as Arrow Feather files. */
package io.kodiak.format.feather;
