/** The engines under test, each behind the calls that a normal user of it would write. */
package io.kodiak.benchmarks.store;
