package planted.kodiak.compaction.leveled;

/** A policy decides the same for the same tree. */
public final class ThrowsDice {
  double roll() {
    return Math.random();
  }
}
