package io.kodiak.benchmarks.format;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured in one round.
 *
 * @param subject a format of Kodiak, or RocksDB
 * @param shape the label of a {@link FileShape}, or another kind of file
 * @param operation the key of an {@link Operation}, or what else was done with the file
 * @param way one of several ways to do it; empty where there is one
 * @param round the round, from 1
 * @param value nanoseconds of the clock for each operation, or bytes
 * @param cpuNanos processor time of the process for each operation; 0 where it was not measured
 */
record Figure(
    String subject,
    String shape,
    String operation,
    String way,
    int round,
    double value,
    double cpuNanos) {

  /** As one line of JSON. */
  String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("subject", subject);
    fields.put("shape", shape);
    fields.put("operation", operation);
    fields.put("way", way);
    fields.put("round", round);
    fields.put("value", value);
    fields.put("cpu_ns", cpuNanos);
    return ConfigValueFactory.fromMap(fields).render(ConfigRenderOptions.concise());
  }

  /** Reads what {@link #json} wrote. */
  static Figure parse(String json) {
    Config fields = ConfigFactory.parseString(json);
    return new Figure(
        fields.getString("subject"),
        fields.getString("shape"),
        fields.getString("operation"),
        fields.getString("way"),
        fields.getInt("round"),
        fields.getDouble("value"),
        fields.getDouble("cpu_ns"));
  }
}
