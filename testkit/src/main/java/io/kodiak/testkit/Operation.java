package io.kodiak.testkit;

import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a metamorphic test, done by database and model alike. */
sealed interface Operation {
  /** A snapshot's number that means: as of now. */
  int NOW = -1;

  /** Does the operation and compares what it shows. */
  void run(MetamorphicRun run) throws IOException;

  /** Writes: alone, or several in one batch. */
  record Write(List<ModelStore.Operation> operations) implements Operation {
    @Override
    public void run(MetamorphicRun run) {
      run.write(operations);
    }
  }

  /**
   * Loads writes to one table in bulk.
   *
   * @param how in which way they are given
   * @param memoryBytes how much heap the rows may take
   * @param fileBytes about how large an SSTable becomes
   */
  record Load(
      String table,
      List<ModelStore.Operation> operations,
      LoadKind how,
      long memoryBytes,
      long fileBytes)
      implements Operation {
    @Override
    public void run(MetamorphicRun run) throws IOException {
      run.load(this);
    }
  }

  /** How rows are given to a bulk load. */
  enum LoadKind {
    /** One by one, in any order. */
    ROWS,
    /** One by one, in the order of their keys, each once. */
    SORTED_ROWS,
    /** As the files of another database. */
    FILES,
    /** Half of them as files, then the rest one by one. */
    FILES_AND_ROWS
  }

  /** Reads one key. */
  record Get(String table, Slice key, int snapshot) implements Operation {
    @Override
    public void run(MetamorphicRun run) {
      run.get(this);
    }
  }

  /**
   * Reads a range.
   *
   * @param limit the most rows to look at
   * @param sought after half of these, where to go on; {@code null}: straight on
   */
  record Walk(
      String table,
      KeyRange range,
      boolean reverse,
      int snapshot,
      int limit,
      @Nullable Slice sought)
      implements Operation {
    @Override
    public void run(MetamorphicRun run) {
      run.walk(this);
    }
  }

  /** Finds the longest key that the given one begins with. */
  record Match(String table, Slice key, int snapshot) implements Operation {
    @Override
    public void run(MetamorphicRun run) {
      run.match(this);
    }
  }

  /**
   * Lists folders and keys.
   *
   * @param limit the most names to look at
   * @param after then, behind which name to go on; {@code null}: not at all
   */
  record Names(
      String table, Slice prefix, Slice delimiter, int snapshot, int limit, @Nullable Slice after)
      implements Operation {
    @Override
    public void run(MetamorphicRun run) {
      run.list(this);
    }
  }

  /** Takes a snapshot under a number, which it has until the number is used again. */
  record TakeSnapshot(int snapshot) implements Operation {
    @Override
    public void run(MetamorphicRun run) {
      run.takeSnapshot(snapshot);
    }
  }

  /** Lets go of a snapshot. */
  record DropSnapshot(int snapshot) implements Operation {
    @Override
    public void run(MetamorphicRun run) {
      run.dropSnapshot(snapshot);
    }
  }

  /** Something that must not change what is read. */
  record Maintain(Kind kind, String table) implements Operation {
    @Override
    public void run(MetamorphicRun run) throws IOException {
      run.maintain(kind, table);
    }
  }

  /** What may be done to a database without changing what is read. */
  enum Kind {
    FLUSH_TABLE(8),
    FLUSH_ALL(2),
    COMPACT_TABLE(3),
    COMPACT_ALL(1),
    MIGRATE(2),
    MIGRATE_TO_ANY_FORMAT(1),
    AWAIT_IDLE(2),
    SYNC(2),
    VERIFY(2),
    COMPARE_ALL(6),
    REOPEN(5),
    REOPEN_A_COPY(3);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    /** How often this comes, compared with the others. */
    int weight() {
      return weight;
    }
  }
}
