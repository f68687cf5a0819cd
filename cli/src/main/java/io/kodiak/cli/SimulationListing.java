package io.kodiak.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kodiak.assembly.WorkloadFile;
import io.kodiak.engine.simulation.Prediction;
import io.kodiak.engine.simulation.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes predictions, for people and for programs. */
final class SimulationListing {
  private final WorkloadFile file;
  private final String table;
  private final List<Simulated> results;

  SimulationListing(WorkloadFile file, String table, List<Simulated> results) {
    this.file = file;
    this.table = table;
    this.results = results;
  }

  /** What is written, in a few words. */
  static String describe(Workload workload) {
    boolean keysRecur =
        workload.distribution() != Workload.Distribution.SEQUENTIAL
            && workload.distribution() != Workload.Distribution.TIME_SERIES;
    return Figures.count(workload.writes(), "write")
        + (keysRecur ? " to " + Figures.count(Math.round(workload.keys()), "key") : "")
        + ", "
        + word(workload)
        + (workload.distribution() == Workload.Distribution.ZIPFIAN
            ? " (theta " + workload.theta() + ")"
            : "")
        + (workload.deletes() > 0
            ? String.format(Locale.ROOT, ", %.1f %% deletes", 100 * workload.deletes())
            : "")
        + ", "
        + Figures.bytes(Math.round(workload.bytes()))
        + " in all";
  }

  private static String word(Workload workload) {
    return workload.distribution().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The lines of the text. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("workload  " + describe(file.workload()));
    lines.add(
        "machine   writers "
            + rate(file.writeRate())
            + ", a flush "
            + rate(file.flushRate())
            + ", a thread that compacts "
            + rate(file.compactionRate()));
    lines.add("");
    TextTable rows = new TextTable();
    rows.row(
        "configuration",
        "policy",
        "write",
        "read",
        "space",
        "at worst",
        "files",
        "held back",
        "throughput");
    for (int column = 2; column < 9; column++) {
      rows.alignRight(column);
    }
    for (Simulated each : results) {
      Prediction prediction = each.prediction();
      rows.row(
          each.name(),
          each.policy(),
          times(prediction.writeAmplification()),
          times(prediction.readAmplification()),
          times(prediction.spaceAmplification()),
          times(prediction.worstSpaceAmplification()),
          Figures.count(Math.round(prediction.files())),
          String.format(Locale.ROOT, "%.1f %%", 100 * prediction.stalledShare()),
          rate(Math.round(prediction.bytesPerSecond())));
    }
    lines.addAll(rows.lines());
    lines.add("");
    lines.add(
        "write, space: bytes written and kept for each byte of yours; read: runs that may hold a key; held "
            + "back: share of");
    lines.add(
        "the time that writers lose; throughput: what is left. All but write and the last two: mean over "
            + "the second half.");
    return lines;
  }

  private static String times(double amplification) {
    return String.format(Locale.ROOT, "%.2f", amplification);
  }

  private static String rate(long bytesPerSecond) {
    return Figures.bytes(bytesPerSecond) + "/s";
  }

  /** Writes everything as one JSON object. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeWorkload(json);
    json.writeStringField("table", table);
    json.writeArrayFieldStart("predictions");
    for (Simulated each : results) {
      write(json, each);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeWorkload(JsonGenerator json) throws IOException {
    Workload workload = file.workload();
    json.writeObjectFieldStart("workload");
    json.writeStringField("distribution", word(workload));
    json.writeNumberField("keys", Math.round(workload.keys()));
    json.writeNumberField("theta", workload.theta());
    json.writeNumberField("writes", workload.writes());
    json.writeNumberField("bytes", Math.round(workload.bytes()));
    json.writeNumberField("keySize", workload.keyBytes());
    json.writeNumberField("valueSize", workload.valueBytes());
    json.writeNumberField("deletes", workload.deletes());
    json.writeNumberField("seed", workload.seed());
    json.writeNumberField("compression", file.compression());
    json.writeNumberField("entryOverhead", file.entryOverhead());
    json.writeNumberField("memtableOverhead", file.memtableOverhead());
    json.writeNumberField("writeRate", file.writeRate());
    json.writeNumberField("flushRate", file.flushRate());
    json.writeNumberField("compactionRate", file.compactionRate());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Simulated each) throws IOException {
    Prediction prediction = each.prediction();
    json.writeStartObject();
    json.writeStringField("config", each.name());
    json.writeStringField("policy", each.policy());
    json.writeNumberField("writeAmplification", prediction.writeAmplification());
    json.writeNumberField("readAmplification", prediction.readAmplification());
    json.writeNumberField("spaceAmplification", prediction.spaceAmplification());
    json.writeNumberField("worstSpaceAmplification", prediction.worstSpaceAmplification());
    json.writeNumberField("files", prediction.files());
    json.writeNumberField("stalledShare", prediction.stalledShare());
    json.writeNumberField("bytesPerSecond", prediction.bytesPerSecond());
    json.writeNumberField("seconds", prediction.seconds());
    json.writeNumberField("bytesFlushed", prediction.flushedBytes());
    json.writeNumberField("bytesCompacted", prediction.compactedBytes());
    json.writeNumberField("compactions", prediction.compactions());
    json.writeNumberField("moves", prediction.moves());
    json.writeArrayFieldStart("samples");
    for (Prediction.Sample sample : prediction.samples()) {
      json.writeStartObject();
      json.writeNumberField("bytes", sample.userBytes());
      json.writeNumberField("writeAmplification", sample.writeAmplification());
      json.writeNumberField("spaceAmplification", sample.spaceAmplification());
      json.writeNumberField("readAmplification", sample.readAmplification());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
