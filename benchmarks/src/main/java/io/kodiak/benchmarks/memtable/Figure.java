package io.kodiak.benchmarks.memtable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured once.
 *
 * @param cell of what
 * @param round in which round
 * @param sample the cost of one operation; of {@link Operation#MEMORY} the clock's figure is bytes
 */
record Figure(Cell cell, int round, Sample sample) {
  /**
   * What a figure belongs to.
   *
   * @param entries how many the memtable holds
   */
  record Cell(String memtable, KeyShape keys, int entries, Operation operation) {}

  /** As one line of JSON. */
  String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("memtable", cell.memtable());
    fields.put("keys", cell.keys().label());
    fields.put("entries", cell.entries());
    fields.put("operation", cell.operation().key());
    fields.put("round", round);
    fields.put("value", sample.nanos());
    fields.put("cpu_ns", sample.cpuNanos());
    fields.put("allocated", sample.allocated());
    return ConfigValueFactory.fromMap(fields).render(ConfigRenderOptions.concise());
  }

  /** Reads what {@link #json} wrote. */
  static Figure parse(String json) {
    Config fields = ConfigFactory.parseString(json);
    return new Figure(
        new Cell(
            fields.getString("memtable"),
            KeyShape.of(fields.getString("keys")),
            fields.getInt("entries"),
            Operation.of(fields.getString("operation"))),
        fields.getInt("round"),
        new Sample(
            fields.getDouble("value"), fields.getDouble("cpu_ns"), fields.getDouble("allocated")));
  }
}
