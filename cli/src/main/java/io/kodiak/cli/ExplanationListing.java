package io.kodiak.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kodiak.engine.database.Amplification;
import io.kodiak.engine.database.LevelExplanation;
import io.kodiak.engine.database.TableExplanation;
import io.kodiak.engine.database.TreeWarning;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the explanation of a table, for people and for programs. */
final class ExplanationListing {
  private final TableExplanation explanation;

  ExplanationListing(TableExplanation explanation) {
    this.explanation = explanation;
  }

  /** The lines of the text. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("table  " + explanation.table() + ", compacted by " + explanation.policy());
    for (TreeWarning warning : explanation.warnings()) {
      lines.add("WARN   " + warning.message());
      lines.add("       try: " + warning.remedy());
    }
    lines.addAll(levels());
    lines.addAll(history());
    lines.addAll(CompactionListing.running(explanation.running()));
    lines.addAll(CompactionListing.planned(explanation.next(), "next"));
    if (explanation.next().isEmpty() && explanation.running().isEmpty()) {
      lines.add("next   nothing: the tree has the shape that the policy wants");
    }
    lines.addAll(amplification());
    return lines;
  }

  private List<String> levels() {
    if (explanation.levels().isEmpty()) {
      return List.of("tree   empty: nothing has been flushed");
    }
    TextTable table = new TextTable();
    table.row("level", "runs", "files", "size", "entries", "tombstones", "made");
    for (int column = 0; column < 6; column++) {
      table.alignRight(column);
    }
    for (LevelExplanation level : explanation.levels()) {
      table.row(
          String.valueOf(level.level()),
          Figures.count(level.runs()),
          Figures.count(level.files()),
          Figures.bytes(level.bytes()),
          Figures.count(level.entries()),
          Figures.percent(level.tombstones(), level.entries()),
          made(level));
    }
    return table.lines();
  }

  private static String made(LevelExplanation level) {
    Instant oldest = Instant.ofEpochSecond(level.oldestMillis() / 1000);
    Instant newest = Instant.ofEpochSecond(level.newestMillis() / 1000);
    return oldest.equals(newest) ? oldest.toString() : oldest + " to " + newest;
  }

  /** What is known of how the levels came about. */
  private List<String> history() {
    List<String> lines = new ArrayList<>();
    for (LevelExplanation level : explanation.levels()) {
      if (level.compactions() > 0) {
        lines.add(
            "why    level "
                + level.level()
                + ": "
                + Figures.count(level.compactions(), "compaction")
                + " into it since opening, the last because:");
        lines.add("       " + level.lastReason());
      } else if (level.level() == 0) {
        lines.add("why    level 0: each flush adds a run; the policy has merged none yet");
      }
    }
    return lines;
  }

  private List<String> amplification() {
    Amplification cost = explanation.amplification();
    String write =
        cost.bytesWritten() == 0
            ? "write  nothing was written since opening"
            : String.format(
                Locale.ROOT,
                "write  %.2f since opening: %s written, %s flushed and loaded, %s compacted",
                cost.write(),
                Figures.bytes(cost.bytesWritten()),
                Figures.bytes(cost.bytesAdded()),
                Figures.bytes(cost.bytesCompacted()));
    String waiting =
        cost.bytesWaiting() == 0
            ? ""
            : "; " + Figures.bytes(cost.bytesWaiting()) + " wait to be compacted";
    return List.of(
        write + waiting,
        String.format(
            Locale.ROOT,
            "read   %.1f now: %s and %.1f runs on average may hold a key, at most %s",
            cost.read(),
            Figures.count(cost.memtables(), "memtable"),
            cost.averageRuns(),
            Figures.count(cost.greatestRuns(), "run")),
        space(cost));
  }

  private static String space(Amplification cost) {
    return cost.liveShare() == 0
        ? "space  nothing in the files can be read any more: all was overwritten or deleted"
        : String.format(
            Locale.ROOT,
            "space  %.2f now: about %.1f %% of what the files hold can still be read",
            cost.space(),
            100 * cost.liveShare());
  }

  /** Writes everything as one JSON object. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("table", explanation.table());
    json.writeStringField("compaction", explanation.policy());
    json.writeArrayFieldStart("levels");
    for (LevelExplanation level : explanation.levels()) {
      write(json, level);
    }
    json.writeEndArray();
    CompactionListing.writeRunning(json, "running", explanation.running());
    CompactionListing.writePlanned(json, "next", explanation.next());
    write(json, explanation.amplification());
    json.writeArrayFieldStart("warnings");
    for (TreeWarning warning : explanation.warnings()) {
      json.writeStartObject();
      json.writeStringField("kind", name(warning.kind()));
      json.writeStringField("message", warning.message());
      json.writeStringField("remedy", warning.remedy());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String name(TreeWarning.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void write(JsonGenerator json, LevelExplanation level) throws IOException {
    json.writeStartObject();
    json.writeNumberField("level", level.level());
    json.writeNumberField("runs", level.runs());
    json.writeNumberField("files", level.files());
    json.writeNumberField("bytes", level.bytes());
    json.writeNumberField("entries", level.entries());
    json.writeNumberField("tombstones", level.tombstones());
    json.writeNumberField("oldestMillis", level.oldestMillis());
    json.writeNumberField("newestMillis", level.newestMillis());
    json.writeNumberField("compactions", level.compactions());
    json.writeStringField("lastReason", level.lastReason());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Amplification cost) throws IOException {
    json.writeObjectFieldStart("amplification");
    json.writeNumberField("write", cost.write());
    json.writeNumberField("read", cost.read());
    if (cost.liveShare() > 0) {
      json.writeNumberField("space", cost.space());
    } else {
      json.writeNullField("space");
    }
    json.writeNumberField("bytesWritten", cost.bytesWritten());
    json.writeNumberField("bytesAdded", cost.bytesAdded());
    json.writeNumberField("bytesCompacted", cost.bytesCompacted());
    json.writeNumberField("bytesWaiting", cost.bytesWaiting());
    json.writeNumberField("memtables", cost.memtables());
    json.writeNumberField("greatestRuns", cost.greatestRuns());
    json.writeNumberField("averageRuns", cost.averageRuns());
    json.writeNumberField("liveShare", cost.liveShare());
    json.writeEndObject();
  }
}
