/** JMH micro-benchmarks of what plug-ins do. */
package io.kodiak.benchmarks.micro;
