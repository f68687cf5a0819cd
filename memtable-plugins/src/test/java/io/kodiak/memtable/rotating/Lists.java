package io.kodiak.memtable.rotating;

import static io.kodiak.memtable.rotating.NodeLevel.NONE;
import static io.kodiak.memtable.rotating.NodeLevel.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import java.util.ArrayList;
import java.util.List;

/** What the tests of rotating skip lists share: making memtables and looking into their levels. */
final class Lists {
  /** Nobody maintains but the writer, when it must. */
  static final Upkeep NEVER = maintenance -> {};

  /** All is done within the put that wants it. */
  static final Upkeep AT_ONCE = maintenance -> maintenance.work(Integer.MAX_VALUE);

  private Lists() {}

  static RotatingSkipListMemtable memtable(Upkeep upkeep) {
    return new RotatingSkipListMemtable(new EntryArena(), 1, upkeep);
  }

  static void maintain(RotatingSkipListMemtable memtable) {
    memtable.list().maintenance().work(Integer.MAX_VALUE);
  }

  static void put(RotatingSkipListMemtable memtable, String key, long sequence) {
    memtable.put(Slice.utf8(key), sequence, EntryKind.PUT, Slice.utf8("value of " + key));
  }

  /** A number below the power of two {@code count}, scattered, as 16 digits. */
  static String scattered(int i, int count) {
    return String.format("%016d", i * 7919L & (count - 1));
  }

  static boolean holds(RotatingSkipListMemtable memtable, String key) {
    EntryView view = new EntryView();
    return memtable.get(Slice.utf8(key), Long.MAX_VALUE, view)
        && view.valueSlice().equals(Slice.utf8("value of " + key));
  }

  /** The links of a level of the index in order. */
  static List<Long> level(RotatingSkipList list, int level) {
    WheelIndex index = list.index();
    List<Long> links = new ArrayList<>();
    for (long at = index.next(index.head(), level); at != NONE; at = index.next((int) at, level)) {
      links.add(at);
    }
    return links;
  }

  /** The links of the level of the nodes in order. */
  static List<Long> nodes(RotatingSkipList list) {
    List<Long> links = new ArrayList<>();
    for (long at = list.nodes().first(); at != NONE; at = list.nodes().next(at)) {
      links.add(at);
    }
    return links;
  }

  /** How many links of the lower list lie before, between and behind those of the upper. */
  static List<Integer> gaps(List<Long> lower, List<Long> upper) {
    List<Integer> gaps = new ArrayList<>();
    int gap = 0;
    int at = 0;
    for (long link : lower) {
      if (at < upper.size() && entry(link) == entry(upper.get(at))) {
        gaps.add(gap);
        gap = 0;
        at++;
      } else {
        gap++;
      }
    }
    gaps.add(gap);
    assertThat(at).as("wheels of a level that are on the one below").isEqualTo(upper.size());
    return gaps;
  }

  /** Fails unless every level is a part of the one below and says of its wheels what is so. */
  static void expectSound(RotatingSkipListMemtable memtable) {
    RotatingSkipList list = memtable.list();
    List<Long> below = nodes(list);
    for (int level = 0; level < list.index().height(); level++) {
      List<Long> links = level(list, level);
      gaps(below, links);
      int before = list.index().head();
      for (long link : links) {
        assertThat(list.index().digestOfNext(before, level))
            .isEqualTo(digest(list, memtable.entries(), entry(link)));
        before = (int) link;
      }
      below = links;
    }
    for (long link : nodes(list)) {
      assertThat(list.nodes().next(list.nodes().previous(link))).isEqualTo(link);
    }
    for (long link : list.index().height() == 0 ? new ArrayList<Long>() : level(list, 0)) {
      int node = list.index().node((int) link);
      long previous = list.nodes().previous(NodeLevel.link(node, entry(link)));
      assertThat(list.nodes().next(previous)).isEqualTo(NodeLevel.link(node, entry(link)));
    }
  }

  private static long digest(RotatingSkipList list, EntryArena entries, int entry) {
    EntryView view = new EntryView();
    entries.read(entry, view);
    return list.digest().of(view.keyArray(), view.keyOffset(), view.keyLength());
  }

  /** Fails unless one or two wheels lie between any two of the next level, above the nodes. */
  static void expectBalance(RotatingSkipListMemtable memtable) {
    RotatingSkipList list = memtable.list();
    for (int level = 0; level < list.index().height(); level++) {
      boolean isTop = level + 1 == list.index().height();
      List<Long> upper = isTop ? List.of() : level(list, level + 1);
      List<Integer> gaps = gaps(level(list, level), upper);
      assertThat(gaps).as("between wheels of level %d", level).allMatch(gap -> gap <= 2);
      assertThat(gaps).as("between wheels of level %d", level).allMatch(gap -> gap >= 1);
    }
  }

  /** The numbers of nodes before, between and behind the wheels of the lowest level. */
  static List<Integer> gapsOfNodes(RotatingSkipListMemtable memtable) {
    RotatingSkipList list = memtable.list();
    return gaps(nodes(list), list.index().height() == 0 ? List.of() : level(list, 0));
  }
}
