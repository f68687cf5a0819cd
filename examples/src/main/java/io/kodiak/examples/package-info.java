/** Runnable examples of embedding, configuring and querying Kodiak. */
package io.kodiak.examples;
