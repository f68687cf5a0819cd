/** The kodiak command: results on standard output, progress and errors on standard error. */
package io.kodiak.cli;
