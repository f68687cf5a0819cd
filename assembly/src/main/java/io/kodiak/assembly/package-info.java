/**
 * Composes an engine from plug-ins, by a HOCON file or in code: the library to embed. Begin with
 * {@link io.kodiak.assembly.Kodiak}.
 *
 * <p><b>Layers.</b> What was set in code overrides the user's file, that the profile, that the
 * defaults of this library, and those of each plug-in come last. A table takes from {@code
 * table-defaults} what it does not set. <b>Failure.</b> Everything is read, and every plug-in
 * created, before anything is opened: one exception of kind CONFIGURATION reports every problem
 * with its file and line. <b>Trust.</b> Files are bounded in size, nesting and substitutions and
 * include nothing but files beside them; plug-ins are code and are trusted, so they are loaded only
 * from the module or class path and from a folder that the configuration names, never from the
 * database.
 */
@NullMarked
package io.kodiak.assembly;

import org.jspecify.annotations.NullMarked;
