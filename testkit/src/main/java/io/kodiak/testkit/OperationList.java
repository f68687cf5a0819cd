package io.kodiak.testkit;

import io.kodiak.api.KeyRange;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import io.kodiak.testkit.Operation.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Operations that follow from a seed alone. */
final class OperationList {
  static final List<String> TABLES = List.of("alpha", "beta", "gamma");
  static final int SNAPSHOTS = 4;

  private static final int KEYS = 300;
  private static final int HOT_KEYS = 20;

  private final RandomEntries source;
  private final SplittableRandom random;
  private final List<Slice> keys = new ArrayList<>();

  private OperationList(long seed) {
    source = new RandomEntries(seed);
    random = source.random();
    while (keys.size() < KEYS) {
      keys.add(source.key());
    }
    keys.set(KEYS - 1, Slice.of(source.bytes(Limits.MAX_KEY_BYTES)));
  }

  static List<Operation> of(long seed, int count) {
    OperationList list = new OperationList(seed);
    List<Operation> operations = new ArrayList<>(count + 1);
    while (operations.size() < count) {
      operations.add(list.next());
    }
    operations.add(new Operation.Maintain(Kind.REOPEN, TABLES.get(0)));
    operations.add(new Operation.Maintain(Kind.COMPARE_ALL, TABLES.get(0)));
    return operations;
  }

  private Operation next() {
    int shape = random.nextInt(1000);
    if (shape < 550) {
      return new Operation.Write(List.of(write()));
    }
    if (shape < 620) {
      List<ModelStore.Operation> batch = new ArrayList<>();
      for (int left = 1 + random.nextInt(random.nextInt(20) == 0 ? 300 : 20); left > 0; left--) {
        batch.add(write());
      }
      return new Operation.Write(batch);
    }
    if (shape < 630) {
      return load();
    }
    if (shape < 740) {
      return new Operation.Get(table(), key(), snapshot());
    }
    if (shape < 780) {
      return new Operation.Match(table(), longer(key()), snapshot());
    }
    if (shape < 820) {
      return names();
    }
    if (shape < 900) {
      Slice sought = random.nextBoolean() ? null : key();
      int limit = 1 + random.nextInt(random.nextInt(4) == 0 ? 1000 : 20);
      return new Operation.Walk(table(), range(), random.nextBoolean(), snapshot(), limit, sought);
    }
    if (shape < 930) {
      return new Operation.TakeSnapshot(random.nextInt(SNAPSHOTS));
    }
    return shape < 960
        ? new Operation.DropSnapshot(random.nextInt(SNAPSHOTS))
        : new Operation.Maintain(kind(), table());
  }

  private Operation load() {
    String table = table();
    List<Operation.LoadKind> kinds = List.of(Operation.LoadKind.values());
    Operation.LoadKind how = kinds.get(random.nextInt(kinds.size()));
    int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 600 : 60);
    // Now and then keys that nothing else has, so that they find a place deep in the tree.
    boolean apart = random.nextInt(3) == 0;
    byte[] prefix = source.bytes(6);
    List<ModelStore.Operation> operations = new ArrayList<>();
    while (operations.size() < count) {
      ModelStore.Operation any = write();
      Slice key = apart ? behind(prefix, any.key()) : any.key();
      operations.add(new ModelStore.Operation(table, key, any.value()));
    }
    long memoryBytes = (4L << 10) << random.nextInt(8);
    return new Operation.Load(table, operations, how, memoryBytes, 1L << (10 + random.nextInt(8)));
  }

  private static Slice behind(byte[] prefix, Slice key) {
    int more = Math.min(key.length(), Limits.MAX_KEY_BYTES - prefix.length);
    byte[] longer = Arrays.copyOf(prefix, prefix.length + more);
    System.arraycopy(key.array(), key.offset(), longer, prefix.length, more);
    return Slice.of(longer);
  }

  private ModelStore.Operation write() {
    boolean delete = random.nextInt(4) == 0;
    return new ModelStore.Operation(table(), key(), delete ? null : source.value());
  }

  private String table() {
    return TABLES.get(random.nextInt(TABLES.size()));
  }

  /** A key: half the time one of a few, so that keys get many versions. */
  private Slice key() {
    return keys.get(random.nextInt(random.nextBoolean() ? HOT_KEYS : KEYS));
  }

  private int snapshot() {
    return random.nextInt(3) == 0 ? random.nextInt(SNAPSHOTS) : Operation.NOW;
  }

  /** A key that has the given one as a prefix, and may be the same. */
  private Slice longer(Slice key) {
    int more = random.nextInt(Math.min(6, Limits.MAX_KEY_BYTES - key.length() + 1));
    byte[] longer = source.bytes(key.length() + more);
    System.arraycopy(key.array(), key.offset(), longer, 0, key.length());
    return Slice.of(longer);
  }

  /** A listing below what a key begins with, by a delimiter that comes later in that key. */
  private Operation names() {
    Slice key = key();
    int from = random.nextInt(Math.min(4, key.length()));
    int at = from + random.nextInt(Math.min(20, key.length() - from));
    Slice delimiter = key.slice(at, Math.min(1 + random.nextInt(2), key.length() - at));
    int limit = 1 + random.nextInt(random.nextInt(4) == 0 ? 1000 : 20);
    Slice after = random.nextBoolean() ? null : key();
    return new Operation.Names(table(), key.slice(0, from), delimiter, snapshot(), limit, after);
  }

  private KeyRange range() {
    Slice from = random.nextInt(4) == 0 ? null : key();
    Slice to = random.nextInt(4) == 0 ? null : key();
    if (random.nextInt(3) == 0) {
      Slice some = key();
      return KeyRange.prefix(some.slice(0, random.nextInt(some.length() + 1)).toByteArray());
    }
    boolean swapped = from != null && to != null && from.compareTo(to) > 0;
    return swapped && random.nextInt(10) > 0 ? new KeyRange(to, from) : new KeyRange(from, to);
  }

  private Kind kind() {
    List<Kind> drawn = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      drawn.addAll(Collections.nCopies(kind.weight(), kind));
    }
    return drawn.get(random.nextInt(drawn.size()));
  }
}
