package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompactionCommandsTest extends CliFixture {
  private void flushes(int count) {
    for (int i = 0; i < count; i++) {
      ok("put", "a", "value " + i);
      ok("flush");
    }
  }

  private static String oneLine(String json) {
    return json.replaceAll("\\s+", "");
  }

  @Test
  void compactTakesTablesARangeAndALevel() {
    ok("put", "a", "1");
    ok("flush");
    ok("put", "x", "1");
    ok("-t", "other", "put", "b", "1");
    assertThat(ok("compact", "--from", "x"))
        .contains("table \"default\"  2 entries in ", "table \"other\"  1 entry in ");
    assertThat(ok("stats", "-t", "default").replaceAll(" +", " "))
        .contains("level 0 1 run 1 file 1 entries")
        .contains("level 1 1 run 1 file 1 entries");
    assertThat(ok("compact", "default", "--level", "3")).doesNotContain("other");
    assertThat(ok("stats", "-t", "default").replaceAll(" +", " "))
        .contains("level 3 1 run 1 file 2 entries")
        .doesNotContain("level 0");
    assertThat(ok("-t", "other", "compact", "default", "other")).hasLineCount(2);
    assertThat(ok("scan")).isEqualTo("a\t1\nx\t1\n");
  }

  @Test
  void compactRefusesWhatCannotBeMeant() {
    ok("put", "a", "1");
    assertThat(fails(2, "compact", "--from", "b", "--to", "a")).contains("--to");
    assertThat(fails(2, "compact", "--level", "64")).contains("--level", "0 to 63");
    assertThat(fails(2, "compact", "No Table")).contains("\"No Table\" is not a table name");
    assertThat(fails(1, "compact", "default", "none")).contains("there is no table \"none\"");
    assertThat(fails(1, "-d", "nowhere", "compaction", "pause")).contains("no database");
    assertThat(fails(2, "compaction")).contains("pause, resume or status");
  }

  @Test
  void aPauseLastsUntilItIsResumed() {
    flushes(1);
    assertThat(ok("compaction", "status")).isEqualTo("compaction  not paused\n");
    assertThat(ok("compaction", "pause")).startsWith("compaction is paused; ");
    assertThat(ok("compaction", "pause")).isEqualTo("compaction was paused already\n");
    flushes(4);
    assertThat(ok("compaction", "status"))
        .startsWith("compaction  PAUSED since ")
        .contains("waits  table \"default\"  5 files  ")
        .contains("  into level 1\n");
    assertThat(oneLine(ok("compaction", "status", "--json")))
        .startsWith("{\"paused\":true,\"pausedSince\":\"")
        .contains("\"running\":[],\"waiting\":[{\"table\":\"default\",\"level\":1,\"inputs\":[");
    assertThat(ok("stats")).contains("compaction PAUSED");
    assertThat(oneLine(ok("stats", "--json"))).contains("\"compactionPaused\":true");
    assertThat(fails(3, "compact"))
        .contains("compaction is paused since ")
        .contains("kodiak compaction resume");

    assertThat(ok("compaction", "resume")).isEqualTo("compaction is resumed\n");
    assertThat(ok("compaction", "resume")).isEqualTo("compaction was not paused\n");
    assertThat(ok("stats")).doesNotContain("PAUSED");
    ok("compact");
    assertThat(ok("scan")).isEqualTo("a\tvalue 3\n");
  }

  @Test
  void explainTellsWhyAndWhatComesNext() {
    ok("put", "z", "0");
    assertThat(ok("explain"))
        .startsWith(
            "table  default, compacted by leveled\ntree   empty: nothing has been flushed\n")
        .contains("next   nothing: ");
    ok("compaction", "pause");
    flushes(5);
    String text = ok("explain", "default");
    assertThat(text)
        .contains("WARN   compaction is paused since ")
        .contains("       try: kodiak compaction resume")
        .contains("why    level 0: each flush adds a run")
        .contains("next   table \"default\"  5 files  ")
        .contains(" wait to be compacted\n")
        .contains(
            "read   5.5 now: 1 memtable and 4.5 runs on average may hold a key, at most 5 runs")
        .containsPattern("space  [0-9.]+ now: about [0-9.]+ % of what the files hold");
    assertThat(text.replaceAll(" +", " "))
        .contains("level runs files size entries tombstones made\n")
        .contains("\n 0 5 5 ");
    assertThat(ok("explain", "--json"))
        .startsWith("{\"table\":\"default\",\"compaction\":\"leveled\",\"levels\":[{\"level\":0,")
        .contains("\"amplification\":{\"write\":0.0,\"read\":")
        .contains("\"warnings\":[{\"kind\":\"paused\",\"message\":\"compaction is paused")
        .hasLineCount(1);
    assertThat(fails(1, "explain", "none")).contains("there is no table \"none\"");
  }
}
