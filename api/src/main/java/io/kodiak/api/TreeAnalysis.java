package io.kodiak.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * What the key ranges and counts of tables say of a tree: which tables overlap, how many runs hold
 * one key, which keys are covered, how much of it is tombstones. {@link MergeEstimate} says what a
 * merge would read and write.
 *
 * <p>For policies, and for whatever explains or simulates them. All methods are pure functions. A
 * table <em>may hold</em> every key from its first to its last, both inclusive; tables overlap when
 * some key may be in both. Searching a run takes logarithmic time; analysing n tables sorts them
 * once and passes over them once, in O(n log n). Sizes are in bytes.
 */
public final class TreeAnalysis {
  private TreeAnalysis() {}

  /**
   * A range of keys.
   *
   * @param first the least key
   * @param last the greatest key, inclusive
   */
  public record Span(Slice first, Slice last) {}

  /** The tables of several runs, run by run in the order given. */
  public static List<SSTableMeta> tables(Collection<Run> runs) {
    List<SSTableMeta> tables = new ArrayList<>();
    runs.forEach(run -> tables.addAll(run.tables()));
    return tables;
  }

  /** The tables of a run that may hold keys from {@code first} to {@code last}, in order. */
  public static List<SSTableMeta> overlapping(Run run, Slice first, Slice last) {
    List<SSTableMeta> tables = run.tables();
    int from = firstEndingAtLeast(tables, first);
    int to = from;
    while (to < tables.size() && tables.get(to).firstKey().compareTo(last) <= 0) {
      to++;
    }
    return tables.subList(from, to);
  }

  /**
   * The index of the first table that ends at the key or behind it; their number if none does.
   *
   * @param tables ascending by key, no two overlapping
   */
  public static int firstEndingAtLeast(List<SSTableMeta> tables, Slice key) {
    int low = 0;
    int high = tables.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tables.get(middle).lastKey().compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * For every table of a run, the size of all tables of another run that it overlaps: what it would
   * be merged with there. One pass over both.
   */
  public static long[] overlappingBytes(Run run, Run other) {
    List<SSTableMeta> others = other.tables();
    long[] bytes = new long[run.tables().size()];
    int from = 0;
    int to = 0;
    long sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      SSTableMeta table = run.tables().get(i);
      while (to < others.size() && others.get(to).firstKey().compareTo(table.lastKey()) <= 0) {
        sum += others.get(to++).bytes();
      }
      while (from < to && others.get(from).lastKey().compareTo(table.firstKey()) < 0) {
        sum -= others.get(from++).bytes();
      }
      bytes[i] = sum;
    }
    return bytes;
  }

  /** The size of all tables. */
  public static long bytes(Collection<SSTableMeta> tables) {
    long sum = 0;
    for (SSTableMeta table : tables) {
      sum += table.bytes();
    }
    return sum;
  }

  /** The number of entries of all tables, every version and tombstone counted. */
  public static long entries(Collection<SSTableMeta> tables) {
    long sum = 0;
    for (SSTableMeta table : tables) {
      sum += table.entries();
    }
    return sum;
  }

  /** Which share of the entries are tombstones, from 0 to 1; 0 without tables. */
  public static double tombstoneDensity(Collection<SSTableMeta> tables) {
    long tombstones = 0;
    long entries = 0;
    for (SSTableMeta table : tables) {
      tombstones += table.tombstones();
      entries += table.entries();
    }
    return entries == 0 ? 0 : tombstones / (double) entries;
  }

  /**
   * The most tables that may hold any one key. Of the tables of whole runs, it is the number of
   * runs that a lookup of the most unlucky key has to ask.
   */
  public static int depth(Collection<SSTableMeta> tables) {
    Slice[] begins = tables.stream().map(SSTableMeta::firstKey).toArray(Slice[]::new);
    Slice[] ends = tables.stream().map(SSTableMeta::lastKey).toArray(Slice[]::new);
    Arrays.sort(begins);
    Arrays.sort(ends);
    int most = 0;
    int ended = 0;
    for (int begun = 0; begun < begins.length; begun++) {
      while (ends[ended].compareTo(begins[begun]) < 0) {
        ended++;
      }
      most = Math.max(most, begun + 1 - ended);
    }
    return most;
  }

  /**
   * The tables in groups of which no two have a key in common, while within a group tables hang
   * together by overlaps. Groups ascend by key, and so do the first keys within a group.
   */
  public static List<List<SSTableMeta>> groups(Collection<SSTableMeta> tables) {
    return groups(tables, SSTableMeta::firstKey, SSTableMeta::lastKey);
  }

  /** The runs in such groups, each run taken for the whole range from its first to its last key. */
  public static List<List<Run>> runGroups(Collection<Run> runs) {
    return groups(runs, Run::firstKey, Run::lastKey);
  }

  private static <T> List<List<T>> groups(
      Collection<T> parts, Function<T, Slice> first, Function<T, Slice> last) {
    List<T> byKey = new ArrayList<>(parts);
    byKey.sort(Comparator.comparing(first));
    List<List<T>> groups = new ArrayList<>();
    List<T> group = new ArrayList<>();
    Slice end = Slice.EMPTY;
    for (T part : byKey) {
      if (group.isEmpty() || first.apply(part).compareTo(end) > 0) {
        group = new ArrayList<>();
        groups.add(group);
        end = last.apply(part);
      }
      group.add(part);
      end = last.apply(part).compareTo(end) > 0 ? last.apply(part) : end;
    }
    return groups;
  }

  /**
   * The largest sets of tables that all may hold some one key, none inside another, ascending by
   * key. After the overlap sets of Cassandra's Unified Compaction Strategy (CEP-26): as long as no
   * set is larger than n, no lookup asks more than n tables.
   */
  public static List<List<SSTableMeta>> overlapSets(Collection<SSTableMeta> tables) {
    List<SSTableMeta> byKey = new ArrayList<>(tables);
    byKey.sort(Comparator.comparing(SSTableMeta::firstKey));
    List<List<SSTableMeta>> sets = new ArrayList<>();
    List<SSTableMeta> open = new ArrayList<>();
    boolean grown = false;
    for (SSTableMeta table : byKey) {
      Slice begin = table.firstKey();
      boolean ends = open.stream().anyMatch(other -> other.lastKey().compareTo(begin) < 0);
      if (ends && grown) {
        sets.add(List.copyOf(open));
      }
      open.removeIf(other -> other.lastKey().compareTo(begin) < 0);
      open.add(table);
      grown = true;
    }
    if (!open.isEmpty()) {
      sets.add(List.copyOf(open));
    }
    return sets;
  }

  /** The keys that the tables may hold: ranges that ascend and do not overlap. */
  public static List<Span> coverage(Collection<SSTableMeta> tables) {
    List<SSTableMeta> byKey = new ArrayList<>(tables);
    byKey.sort(Comparator.comparing(SSTableMeta::firstKey));
    List<Span> spans = new ArrayList<>();
    for (SSTableMeta table : byKey) {
      Span before = spans.isEmpty() ? null : spans.get(spans.size() - 1);
      if (before == null || table.firstKey().compareTo(before.last()) > 0) {
        spans.add(new Span(table.firstKey(), table.lastKey()));
      } else if (table.lastKey().compareTo(before.last()) > 0) {
        spans.set(spans.size() - 1, new Span(before.first(), table.lastKey()));
      }
    }
    return spans;
  }

  /**
   * About which share of the bytes of some tables has keys from {@code first} to {@code last}, from
   * 0 to 1; 0 without tables. What a table holds is taken to be spread evenly over its range.
   *
   * <p>Over all tables of a tree this is how much of the data a range covers, whatever the
   * distribution of keys: the more tables there are, the better the answer.
   */
  public static double share(Collection<SSTableMeta> tables, Slice first, Slice last) {
    double within = 0;
    for (SSTableMeta table : tables) {
      within += table.bytes() * share(table, first, last);
    }
    long all = bytes(tables);
    return all == 0 ? 0 : Math.min(1, within / all);
  }

  /** About which share of a table has keys from {@code first} to {@code last}, from 0 to 1. */
  public static double share(SSTableMeta table, Slice first, Slice last) {
    if (!table.overlaps(first, last)) {
      return 0;
    }
    double above =
        table.lastKey().compareTo(last) <= 0
            ? 1
            : KeyPosition.of(last, table.firstKey(), table.lastKey());
    return above - KeyPosition.of(first, table.firstKey(), table.lastKey());
  }
}
