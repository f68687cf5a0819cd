/** Charts as SVG files. */
@NullMarked
package io.kodiak.cli.chart;

import org.jspecify.annotations.NullMarked;
