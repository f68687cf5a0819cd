package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Trees.table;
import static io.kodiak.engine.compaction.Trees.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import io.kodiak.engine.sstable.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TombstoneRuleTest {
  private static TombstoneRule rule(TreeView tree, Long... inputs) {
    return TombstoneRule.of(
        tree,
        new CompactionPlan(Set.of(inputs), 5, 1, 0, "test"),
        Slice.utf8("a"),
        Slice.utf8("z"));
  }

  private static String droppable(TombstoneRule rule) {
    StringBuilder keys = new StringBuilder();
    for (char key = 'a'; key <= 'z'; key++) {
      byte[] bytes = {(byte) key};
      if (rule.mayDrop(bytes, 0, 1)) {
        assertThat(rule.mayDrop(bytes, 0, 1)).as("the same key again").isTrue();
        keys.append(key);
      }
    }
    return keys.toString();
  }

  @Test
  void nothingButTheInputsMeansThatAllMayGo() {
    TombstoneRule rule = rule(view(table(1, 0, 1, "a", "z"), table(2, 1, 1, "a", "z")), 1L, 2L);
    assertThat(droppable(rule)).isEqualTo("abcdefghijklmnopqrstuvwxyz");
  }

  @Test
  void theRangesOfEveryRunBelowCount() {
    TombstoneRule rule =
        rule(
            view(
                table(1, 0, 1, "a", "z"),
                table(2, 1, 1, "a", "b"),
                table(3, 1, 1, "f", "h"),
                table(4, 2, 2, "g", "j"),
                table(5, 2, 2, "p", "t"),
                table(6, 2, 1, "s", "zzz")),
            1L);
    assertThat(droppable(rule)).isEqualTo("cdeklmno");
  }

  @Test
  void newerRunsDoNotCount() {
    TombstoneRule rule =
        rule(
            view(table(9, 0, 9, "a", "z"), table(1, 0, 1, "a", "z"), table(2, 1, 1, "b", "y")), 1L);
    assertThat(droppable(rule)).isEqualTo("az");
  }

  @Test
  void tablesBesideTheNewestInputAreNewerThanWhatIsMergedOfTheirKeys() {
    TombstoneRule rule =
        rule(
            view(
                table(1, 1, 1, "a", "f"),
                table(2, 1, 1, "g", "k"),
                table(3, 1, 1, "l", "z"),
                table(4, 2, 1, "a", "m")),
            2L,
            4L);
    assertThat(droppable(rule)).isEqualTo("abcdefghijklmnopqrstuvwxyz");
  }

  @Test
  void tablesBesideOlderInputsCount() {
    TombstoneRule rule =
        rule(
            view(
                table(1, 0, 1, "a", "z"),
                table(2, 1, 1, "a", "f"),
                table(3, 1, 1, "g", "k"),
                table(4, 1, 1, "l", "z")),
            1L,
            3L);
    assertThat(droppable(rule)).isEqualTo("ghijk");
  }

  /** Against the rule in words: no table of an older run than the newest input's has the key. */
  @Test
  void agreesWithALookAtEveryTable() {
    SplittableRandom random = Seed.random(this);
    for (int round = 0; round < 300; round++) {
      List<SSTableMeta> tables = randomTables(random);
      Set<Long> inputs = new HashSet<>();
      tables.forEach(each -> inputs.add(random.nextInt(3) == 0 ? each.id() : -1L));
      inputs.remove(-1L);
      if (inputs.isEmpty()) {
        continue;
      }
      SSTableMeta newest = tables.stream().filter(t -> inputs.contains(t.id())).findFirst().get();
      char from = (char) ('a' + random.nextInt(13));
      char to = (char) (from + random.nextInt(13));
      TombstoneRule rule =
          TombstoneRule.of(
              view(tables.toArray(SSTableMeta[]::new)),
              new CompactionPlan(inputs, 5, 1, 0, "test"),
              Slice.utf8("" + from),
              Slice.utf8("" + to));
      for (char key = from; key <= to; key++) {
        Slice text = Slice.utf8("" + key);
        boolean held =
            tables.stream()
                .filter(t -> t.level() > newest.level() && !inputs.contains(t.id()))
                .anyMatch(t -> t.overlaps(text, text));
        byte[] bytes = {(byte) key};
        assertThat(rule.mayDropAll(text, text)).as("%s of %s", key, tables).isEqualTo(!held);
        assertThat(rule.mayDrop(bytes, 0, 1)).as("%s of %s", key, tables).isEqualTo(!held);
      }
    }
  }

  /** One run on each of some levels, of tables that may touch their neighbours' gaps. */
  private static List<SSTableMeta> randomTables(SplittableRandom random) {
    List<SSTableMeta> tables = new ArrayList<>();
    long id = 0;
    for (int level = 0; level < 5; level++) {
      for (char at = 'a'; at <= 'z'; at++) {
        char end = (char) Math.min('z', at + random.nextInt(6));
        if (random.nextInt(3) > 0) {
          tables.add(table(++id, level, 1, "" + at, "" + end));
        }
        at = end;
      }
    }
    return tables;
  }

  @Test
  void aRangeStaysAsAWholeWhenOneTableHoldsItAndThatIsToldAheadOfTheKeys() {
    TombstoneRule rule =
        rule(
            view(
                table(1, 0, 1, "a", "z"),
                table(2, 1, 1, "b", "f"),
                table(3, 1, 1, "h", "k"),
                table(4, 2, 1, "d", "i")),
            1L);
    assertThat(rule.keepsAll(Slice.utf8("b"), Slice.utf8("f"))).isTrue();
    assertThat(rule.keepsAll(Slice.utf8("a"), Slice.utf8("c"))).isFalse();
    assertThat(rule.keepsAll(Slice.utf8("f"), Slice.utf8("h"))).isTrue();
    assertThat(rule.keepsAll(Slice.utf8("b"), Slice.utf8("i"))).isFalse();
    assertThat(rule.keepsAll(Slice.utf8("h"), Slice.utf8("k"))).isTrue();
    assertThat(rule.keepsAll(Slice.utf8("l"), Slice.utf8("m"))).isFalse();
    assertThat(droppable(rule)).isEqualTo("almnopqrstuvwxyz");
    assertThat(rule.keepsAll(Slice.utf8("y"), Slice.utf8("z"))).isFalse();
  }

  @Test
  void aRangeMayGoAsAWholeWhenNoTableTouchesIt() {
    TombstoneRule rule = rule(view(table(1, 0, 1, "a", "z"), table(2, 1, 1, "f", "h")), 1L);
    assertThat(rule.mayDropAll(Slice.utf8("a"), Slice.utf8("e"))).isTrue();
    assertThat(rule.mayDropAll(Slice.utf8("a"), Slice.utf8("f"))).isFalse();
    assertThat(rule.mayDropAll(Slice.utf8("i"), Slice.utf8("z"))).isTrue();
  }
}
