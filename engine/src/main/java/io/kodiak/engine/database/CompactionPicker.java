package io.kodiak.engine.database;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import io.kodiak.engine.compaction.KeyQuantiles;
import io.kodiak.engine.compaction.Placement;
import io.kodiak.engine.compaction.PlanCheck;
import io.kodiak.engine.compaction.TreeViews;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.sstable.PluginException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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
  /** A compaction that was chosen, and has been running since. */
  record Chosen(
      TableState table,
      Tree tree,
      CompactionPlan plan,
      Placement placement,
      boolean lastLevel,
      @Nullable ManualCompaction request) {
    /** Chosen compactions are told apart by identity: each runs once. */
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private final Supplier<List<TableState>> tables;
  private final Clock clock;
  private final KeyQuantiles quantiles;
  private final BooleanSupplier paused;
  private final List<ManualCompaction> requests = new ArrayList<>();
  private final List<Migration> migrations = new ArrayList<>();
  private boolean migratedLast;
  private final List<Chosen> running = new ArrayList<>();

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
  synchronized List<Chosen> running() {
    return List.copyOf(running);
  }

  /** The tree of a table, as its policy would see it now. */
  synchronized TreeView view(TableState table) {
    Tree tree = table.tree();
    List<Slice> keys = tree.isEmpty() ? List.of() : quantiles.of(tree);
    return TreeViews.of(tree, busy(runningOn(table)), clock, keys);
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
      Migration migration = new Migration(table, targets, runningOn(table));
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
  synchronized @Nullable Chosen pick(@Nullable Chosen rival) throws PluginException {
    if (paused.getAsBoolean()) {
      // Whoever waited for fewer runs would wait for ever.
      tables.get().forEach(table -> table.atRest(table.tree()));
      return null;
    }
    Chosen best = null;
    Chosen migrating = null;
    for (TableState table : tables.get()) {
      ManualCompaction request = request(table.id());
      // What the policy wants beside a request that runs need not wait for it.
      boolean asked = request != null && !isRunning(request);
      Chosen found = asked ? requested(request) : planned(table);
      if (found != null && (best == null || isMoreUrgent(found, best))) {
        best = found;
      }
      if (request == null && migrating == null) {
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

  /** What was asked for by hand is carried out, but not by all threads while others wait. */
  private static boolean winsOver(Chosen rival, Chosen best) {
    return rival.request() != null || isMoreUrgent(best, rival);
  }

  private boolean isRunning(ManualCompaction request) {
    return running.stream().anyMatch(chosen -> chosen.request() == request);
  }

  static boolean isMoreUrgent(Chosen found, Chosen best) {
    if ((found.request() == null) != (best.request() == null)) {
      return found.request() != null;
    }
    return found.plan().priority() > best.plan().priority();
  }

  /**
   * Notes that a compaction ended.
   *
   * @param done whether it did what it was for
   */
  synchronized void ended(Chosen chosen, boolean done) {
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
    return change.make(!runningOn(table).isEmpty());
  }

  private @Nullable ManualCompaction request(int table) {
    for (ManualCompaction request : requests) {
      if (request.table().id() == table) {
        return request;
      }
    }
    return null;
  }

  private @Nullable Chosen requested(ManualCompaction request) throws PluginException {
    TableState table = request.table();
    if (!runningOn(table).isEmpty()) {
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
    request.begin(inputs(view, plan));
    return check("by hand", table, tree, view, plan, request);
  }

  /**
   * Migrations go before what policies want every other time, so that neither holds up the other,
   * on any table.
   */
  private @Nullable Chosen inTurn(@Nullable Chosen best, @Nullable Chosen migrating) {
    boolean byHand = best != null && best.request() != null;
    migratedLast = migrating != null && !byHand && (best == null || !migratedLast);
    return migratedLast ? migrating : best;
  }

  private @Nullable Chosen migrating(TableState table) throws PluginException {
    for (Migration migration : migrations) {
      if (migration.table() == table && !migration.isDone()) {
        return next(migration);
      }
    }
    return null;
  }

  private @Nullable Chosen next(Migration migration) throws PluginException {
    TableState table = migration.table();
    Tree tree = table.tree();
    Set<Long> busy = busy(runningOn(table));
    if (!migration.awaitsAny(running) && migration.isMet(tree)) {
      migration.finish();
      return null;
    }
    CompactionPlan plan = migration.next(tree, busy);
    TreeView view = TreeViews.of(tree, busy, clock);
    return plan == null ? null : check("migration", table, tree, view, plan, null);
  }

  private @Nullable Chosen planned(TableState table) throws PluginException {
    Tree tree = table.tree();
    if (tree.isEmpty()) {
      return null;
    }
    TreeView view = TreeViews.of(tree, busy(runningOn(table)), clock, quantiles.of(tree));
    String policy = table.options().policyName();
    List<CompactionPlan> plans = new ArrayList<>(plans(table, view));
    if (plans.isEmpty() && runningOn(table).isEmpty()) {
      table.atRest(tree);
    } else {
      table.compactionDue(tree);
    }
    plans.sort(Comparator.comparingInt(CompactionPlan::priority).reversed());
    for (CompactionPlan plan : plans) {
      Chosen chosen = check(policy, table, tree, view, plan, null);
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

  /** The plan, made ready to run; {@code null} when it has to wait for one that runs. */
  private @Nullable Chosen check(
      String policy,
      TableState table,
      Tree tree,
      TreeView view,
      CompactionPlan plan,
      @Nullable ManualCompaction request)
      throws PluginException {
    List<Chosen> here = runningOn(table);
    List<Placement> placements = new ArrayList<>();
    here.forEach(chosen -> placements.add(chosen.placement()));
    Placement placement = PlanCheck.check(policy, view, plan, busy(here), placements);
    for (Placement other : placements) {
      if (placement.conflictsWith(other)) {
        return null;
      }
    }
    boolean lastLevel = Targets.isLast(placement.level(), lastLevel(view, plan));
    return new Chosen(table, tree, plan, placement, lastLevel, request);
  }

  /** The tables that a plan names, in the order of the tree. */
  static List<SSTableMeta> inputs(TreeView view, CompactionPlan plan) {
    List<SSTableMeta> inputs = new ArrayList<>();
    for (Run run : view.runs()) {
      for (SSTableMeta table : run.tables()) {
        if (plan.inputs().contains(table.id())) {
          inputs.add(table);
        }
      }
    }
    return inputs;
  }

  /** The deepest level that holds data which is not merged by the plan; -1 when there is none. */
  private static int lastLevel(TreeView view, CompactionPlan plan) {
    int last = -1;
    for (Run run : view.runs()) {
      for (SSTableMeta table : run.tables()) {
        if (!plan.inputs().contains(table.id())) {
          last = Math.max(last, run.level());
        }
      }
    }
    return last;
  }

  private List<Chosen> runningOn(TableState table) {
    List<Chosen> here = new ArrayList<>();
    for (Chosen chosen : running) {
      if (chosen.table() == table) {
        here.add(chosen);
      }
    }
    return here;
  }

  private static Set<Long> busy(List<Chosen> chosen) {
    Set<Long> busy = new HashSet<>();
    chosen.forEach(each -> busy.addAll(each.plan().inputs()));
    return busy;
  }
}
