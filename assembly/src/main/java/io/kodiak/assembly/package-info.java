/** Composes an engine from plug-ins by a HOCON file: the library to embed. */
package io.kodiak.assembly;
