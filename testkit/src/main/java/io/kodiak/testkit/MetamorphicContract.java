package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.SSTableFormatProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * One list of operations, done over every combination of the installed plug-ins with random
 * options, must always show what {@link ModelStore} shows: writes and batches over several tables,
 * reads, scans both ways, snapshots held over flush and compaction, and reopening, also of a copy
 * of the open files, with other plug-ins.
 *
 * <p>The idea is that of the metamorphic tests of Pebble: options may change anything but answers.
 * The list follows from the seed, which is printed: {@code -Dkodiak.seed=N} repeats it. A nightly
 * run does {@value TestRun#NIGHTLY_FACTOR} times as many operations. To use it, extend this class
 * where the plug-ins are on the path.
 */
public abstract class MetamorphicContract {
  private static final int ALL_OPERATIONS = 12_000;
  private static final int MOST_OPERATIONS = 6_000;
  private static final int FEWEST_OPERATIONS = 400;

  /** For subclasses. */
  protected MetamorphicContract() {}

  /** The memtables to combine: all that are installed. */
  protected List<MemtableProvider> memtables() {
    return sorted(ServiceLoader.load(MemtableProvider.class), MemtableProvider::name);
  }

  /** The formats to combine: all that are installed. */
  protected List<SSTableFormatProvider> formats() {
    return sorted(ServiceLoader.load(SSTableFormatProvider.class), SSTableFormatProvider::name);
  }

  /** The policies to combine: all that are installed. */
  protected List<CompactionPolicyProvider> policies() {
    return sorted(
        ServiceLoader.load(CompactionPolicyProvider.class), CompactionPolicyProvider::name);
  }

  private static <P> List<P> sorted(Iterable<P> found, Function<P, String> name) {
    List<P> providers = new ArrayList<>();
    found.forEach(providers::add);
    providers.sort(Comparator.comparing(name));
    return providers;
  }

  private List<Composition> compositions() {
    List<Composition> all = new ArrayList<>();
    for (MemtableProvider memtable : memtables()) {
      for (SSTableFormatProvider format : formats()) {
        for (CompactionPolicyProvider policy : policies()) {
          all.add(new Composition(memtable, format, policy));
        }
      }
    }
    assertThat(all).as("combinations of installed plug-ins").isNotEmpty();
    return all;
  }

  @TestFactory
  Stream<DynamicTest> everyCombinationAnswersAsTheModel(@TempDir Path directory) {
    long seed = TestRun.seed("everyCombinationAnswersAsTheModel");
    List<Composition> all = compositions();
    int share = ALL_OPERATIONS / all.size();
    int count = Math.min(MOST_OPERATIONS, Math.max(FEWEST_OPERATIONS, share));
    List<Operation> operations = OperationList.of(seed, TestRun.scaled(count));
    List<DynamicTest> tests = new ArrayList<>();
    for (Composition composition : all) {
      Path own = directory.resolve("combination-" + tests.size());
      RandomDatabases databases = new RandomDatabases(composition, all, seed + tests.size());
      tests.add(
          dynamicTest(
              composition.toString(), () -> run(seed, operations, databases, composition, own)));
    }
    return tests.stream();
  }

  private static void run(
      long seed,
      List<Operation> operations,
      RandomDatabases databases,
      Composition composition,
      Path directory)
      throws Exception {
    Path first = Files.createDirectories(directory.resolve("first"));
    int done = 0;
    try (MetamorphicRun run = new MetamorphicRun(databases, first)) {
      for (Operation operation : operations) {
        operation.run(run);
        done++;
      }
    } catch (Exception | AssertionError e) {
      String at = done < operations.size() ? String.valueOf(operations.get(done)) : "closing";
      throw new AssertionError(
          composition
              + " with -Dkodiak.seed="
              + seed
              + ": operation "
              + done
              + " of "
              + operations.size()
              + ", "
              + at
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
