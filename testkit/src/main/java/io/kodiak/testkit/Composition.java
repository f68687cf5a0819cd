package io.kodiak.testkit;

import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Provider;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.engine.database.NamedFormat;
import io.kodiak.engine.database.TableOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One plug-in of each kind, of which tables with random options are composed.
 *
 * @param memtable the memtable
 * @param format the format
 * @param policy the compaction policy
 */
record Composition(
    MemtableProvider memtable, SSTableFormatProvider format, CompactionPolicyProvider policy) {

  /**
   * Options of a table: everything that must not change what is read is drawn at random, the
   * settings of the plug-ins included, and the plug-ins are watched now and then.
   *
   * @param formats all formats, of which upper and lower levels may have another
   */
  TableOptions table(SplittableRandom random, List<SSTableFormatProvider> formats) {
    int slowdown = 8 + random.nextInt(20);
    int blockBytes = 256 << random.nextInt(6);
    boolean watched = random.nextBoolean();
    var factory = created(memtable, random);
    var chosen = created(policy, random);
    return TableOptions.builder()
        .memtable(memtable.name(), watched ? CheckedMemtable.factory(factory) : factory)
        .flushAt((8L << 10) << random.nextInt(6), 20L << random.nextInt(8))
        .levelFormats(levelFormats(random, formats))
        .lastLevelFormat(random.nextBoolean() ? null : named(any(formats, random), random))
        .blockBytes(blockBytes, blockBytes << random.nextInt(4))
        .bloomBitsPerKey(random.nextInt(25))
        .policy(policy.name(), watched ? new CheckedPolicy(chosen) : chosen)
        .backpressure(slowdown, slowdown + 1 + random.nextInt(20))
        .immutableMemtables(1 + random.nextInt(3))
        .build();
  }

  private List<NamedFormat> levelFormats(
      SplittableRandom random, List<SSTableFormatProvider> formats) {
    NamedFormat own = named(format, random);
    return random.nextInt(3) > 0 ? List.of(own) : List.of(named(any(formats, random), random), own);
  }

  private static <T> T any(List<T> all, SplittableRandom random) {
    return all.get(random.nextInt(all.size()));
  }

  /** A format with random settings, watched now and then. */
  static NamedFormat named(SSTableFormatProvider provider, SplittableRandom random) {
    SSTableFormat format = created(provider, random);
    int blockBytes = random.nextBoolean() ? 0 : 256 << random.nextInt(8);
    return new NamedFormat(
        provider.name(), random.nextBoolean() ? new CheckedFormat(format) : format, blockBytes);
  }

  private static <T> T created(Provider<T> provider, SplittableRandom random) {
    TestSettings probe = TestSettings.empty();
    provider.create(probe);
    Map<String, Object> values = new HashMap<>();
    for (String key : probe.knownKeys()) {
      List<?> others = probe.others(key);
      if (!others.isEmpty() && random.nextBoolean()) {
        set(values, key, value(others, random));
      }
    }
    TestSettings settings = TestSettings.of(values);
    T created = provider.create(settings);
    settings.verify();
    return created;
  }

  /** One of a few words, or a number between bounds: where these are far apart, a small one. */
  private static Object value(List<?> others, SplittableRandom random) {
    if (others.get(0) instanceof Long min && others.get(1) instanceof Long max) {
      long drawn = max > 1 << 20 ? (1L << 10) << random.nextInt(10) : random.nextLong(min, max + 1);
      return Math.max(min, Math.min(max, drawn));
    }
    return any(others, random);
  }

  @SuppressWarnings("unchecked")
  private static void set(Map<String, Object> values, String path, Object value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      values.put(path, value);
    } else {
      Object below = values.computeIfAbsent(path.substring(0, dot), key -> new HashMap<>());
      set((Map<String, Object>) below, path.substring(dot + 1), value);
    }
  }

  @Override
  public String toString() {
    return memtable.name() + " × " + format.name() + " × " + policy.name();
  }
}
