package planted.kodiak.compaction.leveled;

/** A policy may not log. */
public final class Logs {
  System.Logger logger;
}
