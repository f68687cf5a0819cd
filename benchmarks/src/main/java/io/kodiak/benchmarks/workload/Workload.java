package io.kodiak.benchmarks.workload;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The workloads, in the order in which they run. */
public enum Workload {
  /** Entries in the order of their keys. */
  FILLSEQ("fillseq", FillWorkloads::sequential),
  /** Entries in random order. */
  FILLRANDOM("fillrandom", FillWorkloads::random),
  /** Each of them once more. */
  OVERWRITE("overwrite", FillWorkloads::overwrite),
  /** Bytes on disk, write amplification. */
  SPACE("space", FillWorkloads::space),
  /** Random keys, all cached. */
  READRANDOM("readrandom", ReadWorkloads::random),
  /** Random keys that do not exist. */
  READMISSING("readmissing", ReadWorkloads::missing),
  /** All entries upwards, copied. */
  READSEQ("readseq", ReadWorkloads::sequential),
  /** All entries upwards, in place. */
  READSEQ_INPLACE("readseq-inplace", ReadWorkloads::sequentialInPlace),
  /** All entries downwards, copied. */
  READREVERSE("readreverse", ReadWorkloads::reverse),
  /** Random starts, ten entries from each. */
  SEEKRANDOM("seekrandom", ReadWorkloads::seekRandom),
  /** The same with one iterator. */
  SEEKRANDOM_REUSE("seekrandom-reuse", ReadWorkloads::seekRandomReused),
  /** Random keys, a tenth cached. */
  READRANDOM_SMALL("readrandom-10%", ReadWorkloads::randomSmallCache),
  /** Opening with nothing to recover. */
  OPEN("open", OpenWorkloads::clean),
  /** Opening with a full log. */
  RECOVERY("recovery", OpenWorkloads::recovery),
  /** Eight writers, nothing forced. */
  FILLRANDOM_8("fillrandom-8", FillWorkloads::randomParallel),
  /** One writer, every write forced. */
  FILLSYNC("fillsync", FillWorkloads::synced),
  /** Eight writers, every write forced. */
  FILLSYNC_8("fillsync-8", FillWorkloads::syncedParallel),
  /** Merging everything. */
  COMPACT("compact", FillWorkloads::compact);

  private final String label;

  // Bodies are method references and hold no state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Body body;

  Workload(String label, Body body) {
    this.label = label;
    this.body = body;
  }

  /** The name that users give. */
  public String label() {
    return label;
  }

  /** The workload of that name; names the known ones when there is none. */
  public static Workload of(String label) {
    return Arrays.stream(values())
        .filter(workload -> workload.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no workload is named \"" + label + "\"; known: " + labels()));
  }

  /** All names, separated by commas. */
  public static String labels() {
    return Arrays.stream(values()).map(Workload::label).collect(Collectors.joining(", "));
  }

  List<Result> run(Session session) {
    return body.run(session);
  }

  @FunctionalInterface
  private interface Body {
    List<Result> run(Session session);
  }
}
