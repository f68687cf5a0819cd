package planted.kodiak.compaction.leveled;

/** A policy may not know the time but from the view. */
public final class ReadsClock {
  long now() {
    return System.currentTimeMillis();
  }
}
