/**
 * Everything a plug-in author needs to trust a plug-in, and everything Kodiak's own tests share.
 *
 * <p>Contracts are abstract JUnit 5 classes: extend {@link io.kodiak.testkit.MemtableContract}.
 */
@NullMarked
package io.kodiak.testkit;

import org.jspecify.annotations.NullMarked;
