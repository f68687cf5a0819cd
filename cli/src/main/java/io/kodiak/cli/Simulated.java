package io.kodiak.cli;

import io.kodiak.engine.simulation.Prediction;

/**
 * What one configuration would make of a workload.
 *
 * @param name tells the configuration from the others
 * @param policy the name of its compaction policy
 * @param prediction what the simulation came to
 */
record Simulated(String name, String policy, Prediction prediction) {}
