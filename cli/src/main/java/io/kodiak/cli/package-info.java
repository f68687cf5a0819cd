/**
 * The {@code kodiak} command. Results go to standard output; progress and errors to standard error.
 * The exit code is 0 when all went well, 1 when something was not found, 2 for wrong usage or
 * configuration, 3 for trouble with data or files.
 */
@NullMarked
package io.kodiak.cli;

import org.jspecify.annotations.NullMarked;
