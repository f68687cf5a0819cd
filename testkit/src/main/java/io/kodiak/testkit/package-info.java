/**
 * Everything a plug-in author needs to trust a plug-in, and everything Kodiak's own tests share.
 *
 * <p><b>Contracts</b> are abstract JUnit 5 classes that state as tests what the SPI promises.
 * Extend the one for your kind of plug-in and say which provider to examine: {@link
 * io.kodiak.testkit.MemtableContract}, {@link io.kodiak.testkit.SSTableFormatContract}, {@link
 * io.kodiak.testkit.CompactionPolicyContract}; and {@link io.kodiak.testkit.MetamorphicContract}
 * for whole databases of everything that is installed.
 *
 * <p><b>Checking wrappers</b> pass everything on and fail at the first breach of the SPI on either
 * side: {@link io.kodiak.testkit.CheckedMemtable}, {@link io.kodiak.testkit.CheckedFormat}, {@link
 * io.kodiak.testkit.CheckedPolicy}.
 *
 * <p><b>Models and sources</b>: {@link io.kodiak.testkit.ModelStore}, {@link
 * io.kodiak.testkit.SimulatedTree}, {@link io.kodiak.testkit.PlanRules}, {@link
 * io.kodiak.testkit.RandomEntries}, {@link io.kodiak.testkit.RandomBlocks}, {@link
 * io.kodiak.testkit.MemoryFile}, {@link io.kodiak.testkit.TestSettings}, {@link
 * io.kodiak.testkit.TreeText}, {@link io.kodiak.testkit.GoldenFile}.
 *
 * <p>Tests that draw random data print their seed; {@link io.kodiak.testkit.TestRun} says how to
 * repeat one and how to run longer.
 */
@NullMarked
package io.kodiak.testkit;

import org.jspecify.annotations.NullMarked;
