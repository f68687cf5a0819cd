/** What is measured on one engine, inside one JVM. */
package io.kodiak.benchmarks.workload;
