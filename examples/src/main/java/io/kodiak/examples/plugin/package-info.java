/** A plug-in as a third party would write it: it depends on {@code io.kodiak.api} alone. */
@NullMarked
package io.kodiak.examples.plugin;

import org.jspecify.annotations.NullMarked;
