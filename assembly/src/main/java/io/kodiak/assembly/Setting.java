package io.kodiak.assembly;

/**
 * A setting that something asked for, with its value.
 *
 * @param key its key within its section
 * @param value the value, written as a configuration has it
 * @param origin where it was set, in words
 * @param kind what values there are, in words
 * @param defaultValue the default, written as a configuration has it
 */
record Setting(String key, String value, String origin, String kind, String defaultValue) {}
