package io.kodiak.engine.database;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import io.kodiak.engine.compaction.KeyQuantiles;
import io.kodiak.engine.compaction.TreeViews;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.sstable.PluginException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what to compact next: what was asked for by hand first, then the most urgent plan of any
 * table's policy that is sound and in nobody's way. Remembers what is running.
 */
final class CompactionPicker {
  private final Supplier<List<TableState>> tables;
  private final Clock clock;
  private final KeyQuantiles quantiles;
  private final BooleanSupplier paused;
  private final List<ManualCompaction> requests = new ArrayList<>();
  private final List<Migration> migrations = new ArrayList<>();
  private boolean migratedLast;
  private final RunningCompactions running = new RunningCompactions();

  /**
   * @param paused whether nothing is to be compacted
   */
  CompactionPicker(
      Supplier<List<TableState>> tables,
      Clock clock,
      KeyQuantiles quantiles,
      BooleanSupplier paused) {
    this.tables = tables;
    this.clock = clock;
    this.quantiles = quantiles;
    this.paused = paused;
  }

  /** Asks for a compaction of a table, as soon as what runs on it has ended. */
  synchronized ManualCompaction request(TableState table, CompactionRequest what) {
    ManualCompaction request = new ManualCompaction(table, what);
    requests.add(request);
    return request;
  }

  /** Takes a request back, if it has not been met. */
  synchronized void withdraw(ManualCompaction request) {
    request.withdraw();
    requests.remove(request);
  }

  /** The requests for a table that have not been met, oldest first. */
  synchronized List<ManualCompaction> requests(TableState table) {
    return requests.stream().filter(request -> request.table() == table).toList();
  }

  /** What runs now. */
  synchronized List<ChosenCompaction> running() {
    return running.all();
  }

  /** The tree of a table, as its policy would see it now. */
  synchronized TreeView view(TableState table) {
    return view(table, table.tree());
  }

  private TreeView view(TableState table, Tree tree) {
    List<Slice> keys = tree.isEmpty() ? List.of() : quantiles.of(tree);
    long now = clock.millis();
    return TreeViews.of(tree, running.busy(table), now, table.quietMillis(now), keys);
  }

  /**
   * Asks for the files of a table to be rewritten, besides what its policy wants.
   *
   * @param to the format of all new files until that is taken back; {@code null}: as the settings
   *     say
   * @throws KodiakException CONFLICT when they are being rewritten already
   */
  synchronized Migration migrate(TableState table, Targets targets, @Nullable NamedFormat to) {
    for (Migration other : migrations) {
      if (other.table() == table) {
        throw new KodiakException(
            KodiakException.Kind.CONFLICT,
            "table \"" + table.name() + "\" is being migrated already: wait for that");
      }
    }
    table.override(to);
    try {
      // What runs already writes as was wanted before.
      Migration migration = new Migration(table, targets, running.of(table));
      migrations.add(migration);
      return migration;
    } catch (RuntimeException | Error e) {
      table.override(null);
      throw e;
    }
  }

  /** Takes a migration back; what was rewritten stays so. */
  synchronized void withdraw(Migration migration) {
    migration.table().override(null);
    migrations.remove(migration);
  }

  /**
   * Chooses a compaction and notes that it runs; {@code null}: there is nothing to do now.
   *
   * @param rival one that runs and that the calling thread could help with; chosen is only what is
   *     more urgent
   */
  synchronized @Nullable ChosenCompaction pick(@Nullable ChosenCompaction rival)
      throws PluginException {
    if (paused.getAsBoolean()) {
      // Whoever waited for fewer runs would wait for ever.
      tables.get().forEach(table -> table.atRest(table.tree()));
      return null;
    }
    ChosenCompaction best = null;
    ChosenCompaction migrating = null;
    for (TableState table : tables.get()) {
      ChosenCompaction found = wanted(table);
      if (found != null && (best == null || found.isMoreUrgentThan(best))) {
        best = found;
      }
      if (migrating == null && request(table.id()) == null) {
        migrating = migrating(table);
      }
    }
    if (rival != null && (best == null || !winsOver(rival, best))) {
      return null;
    }
    best = inTurn(best, migrating);
    if (best != null) {
      running.add(best);
    }
    return best;
  }

  /**
   * What is to be done of a table next: what was asked for by hand, or else what the policy wants,
   * also beside a request that runs. Requests that find nothing to merge end here.
   */
  private @Nullable ChosenCompaction wanted(TableState table) throws PluginException {
    ManualCompaction request = request(table.id());
    while (request != null && !running.isFor(request)) {
      ChosenCompaction found = requested(request);
      if (found != null || !request.isDone()) {
        return found;
      }
      request = request(table.id());
    }
    return planned(table);
  }

  /** What was asked for by hand is carried out, but not by all threads while others wait. */
  private static boolean winsOver(ChosenCompaction rival, ChosenCompaction best) {
    return rival.request() != null || best.isMoreUrgentThan(rival);
  }

  /**
   * Notes that a compaction ended.
   *
   * @param done whether it did what it was for
   */
  synchronized void ended(ChosenCompaction chosen, boolean done) {
    running.remove(chosen);
    ManualCompaction request = chosen.request();
    if (request != null && done) {
      request.finish();
      requests.remove(request);
    }
  }

  /** A change of the tree that depends on what is compacted. */
  interface Change<T> {
    /**
     * Makes it.
     *
     * @param busy whether a compaction of the table runs
     */
    T make(boolean busy) throws IOException;
  }

  /** Makes a change of a table while no compaction is chosen. */
  synchronized <T> T beforeNext(TableState table, Change<T> change) throws IOException {
    return change.make(!running.of(table).isEmpty());
  }

  private @Nullable ManualCompaction request(int table) {
    for (ManualCompaction request : requests) {
      if (request.table().id() == table) {
        return request;
      }
    }
    return null;
  }

  private @Nullable ChosenCompaction requested(ManualCompaction request) throws PluginException {
    TableState table = request.table();
    if (!running.of(table).isEmpty()) {
      return null;
    }
    Tree tree = table.tree();
    TreeView view = TreeViews.of(tree, Set.of(), clock);
    CompactionPlan plan = request.plan(view).orElse(null);
    if (plan == null) {
      request.finish();
      requests.remove(request);
      return null;
    }
    request.begin(tree.inOrder(plan.inputs()));
    return running.admit("by hand", table, tree, view, plan, request);
  }

  /**
   * Migrations go before what policies want every other time, so that neither holds up the other,
   * on any table.
   */
  private @Nullable ChosenCompaction inTurn(
      @Nullable ChosenCompaction best, @Nullable ChosenCompaction migrating) {
    boolean byHand = best != null && best.request() != null;
    migratedLast = migrating != null && !byHand && (best == null || !migratedLast);
    return migratedLast ? migrating : best;
  }

  private @Nullable ChosenCompaction migrating(TableState table) throws PluginException {
    for (Migration migration : migrations) {
      if (migration.table() == table && !migration.isDone()) {
        return next(migration);
      }
    }
    return null;
  }

  private @Nullable ChosenCompaction next(Migration migration) throws PluginException {
    TableState table = migration.table();
    Tree tree = table.tree();
    Set<Long> busy = running.busy(table);
    if (!migration.awaitsAny(running.all()) && migration.isMet(tree)) {
      migration.finish();
      return null;
    }
    CompactionPlan plan = migration.next(tree, busy);
    TreeView view = TreeViews.of(tree, busy, clock);
    return plan == null ? null : running.admit("migration", table, tree, view, plan, null);
  }

  private @Nullable ChosenCompaction planned(TableState table) throws PluginException {
    Tree tree = table.tree();
    if (tree.isEmpty()) {
      return null;
    }
    TreeView view = view(table, tree);
    String policy = table.options().policyName();
    List<CompactionPlan> plans = new ArrayList<>(plans(table, view));
    if (plans.isEmpty() && running.of(table).isEmpty()) {
      table.atRest(tree);
    } else {
      table.compactionDue();
    }
    plans.sort(Comparator.comparingInt(CompactionPlan::priority).reversed());
    for (CompactionPlan plan : plans) {
      ChosenCompaction chosen = running.admit(policy, table, tree, view, plan, null);
      if (chosen != null) {
        return chosen;
      }
    }
    return null;
  }

  /** What the policy of a table wants. */
  static List<CompactionPlan> plans(TableState table, TreeView view) throws PluginException {
    String policy = table.options().policyName();
    try {
      return table.options().policy().plan(view);
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      throw new PluginException(
          "compaction policy \"" + policy + "\"",
          "failed to plan for table \"" + table.name() + "\"",
          fault);
    }
  }
}
