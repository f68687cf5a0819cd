/**
 * JMH micro-benchmarks of plug-ins and of what the engine shows; those of its inner parts lie in
 * the packages of these parts.
 */
package io.kodiak.benchmarks.micro;
