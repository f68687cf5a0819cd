package io.kodiak.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kodiak.engine.database.PlannedCompaction;
import io.kodiak.engine.database.RunningCompaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes compactions that run or are wanted, for people and for programs. */
final class CompactionListing {
  private CompactionListing() {}

  /** Two lines for each: what it merges, and why. */
  static List<String> running(List<RunningCompaction> compactions) {
    List<String> lines = new ArrayList<>();
    for (RunningCompaction each : compactions) {
      lines.add(
          "runs   "
              + what(each.table(), each.level(), each.inputs().size(), each.bytes())
              + "  "
              + Figures.percent(each.bytesRead(), each.bytes()));
      lines.add("       " + each.reason());
    }
    return lines;
  }

  /**
   * Two lines for each: what it would merge, and why.
   *
   * @param label at most six letters, before each
   */
  static List<String> planned(List<PlannedCompaction> compactions, String label) {
    List<String> lines = new ArrayList<>();
    for (PlannedCompaction each : compactions) {
      lines.add(
          label
              + " ".repeat(7 - label.length())
              + what(each.table(), each.level(), each.inputs().size(), each.bytes()));
      lines.add("       " + each.reason());
    }
    return lines;
  }

  private static String what(String table, int level, int files, long bytes) {
    return "table \""
        + table
        + "\"  "
        + Figures.count(files, "file")
        + "  "
        + Figures.bytes(bytes)
        + "  into level "
        + level;
  }

  static void writeRunning(JsonGenerator json, String name, List<RunningCompaction> compactions)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (RunningCompaction each : compactions) {
      json.writeStartObject();
      json.writeStringField("table", each.table());
      json.writeNumberField("level", each.level());
      writeInputs(json, each.inputs());
      json.writeNumberField("bytes", each.bytes());
      json.writeNumberField("bytesRead", each.bytesRead());
      json.writeNumberField("bytesWritten", each.bytesWritten());
      json.writeBooleanField("byHand", each.byHand());
      json.writeStringField("reason", each.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void writePlanned(JsonGenerator json, String name, List<PlannedCompaction> compactions)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (PlannedCompaction each : compactions) {
      json.writeStartObject();
      json.writeStringField("table", each.table());
      json.writeNumberField("level", each.level());
      writeInputs(json, each.inputs());
      json.writeNumberField("bytes", each.bytes());
      json.writeNumberField("priority", each.priority());
      json.writeBooleanField("byHand", each.byHand());
      json.writeStringField("reason", each.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeInputs(JsonGenerator json, List<Long> inputs) throws IOException {
    json.writeArrayFieldStart("inputs");
    for (long input : inputs) {
      json.writeNumber(input);
    }
    json.writeEndArray();
  }
}
