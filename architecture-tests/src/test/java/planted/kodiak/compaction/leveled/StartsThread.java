package planted.kodiak.compaction.leveled;

/** A policy may not start threads. */
public final class StartsThread {
  void start(Runnable work) {
    new Thread(work).start();
  }
}
