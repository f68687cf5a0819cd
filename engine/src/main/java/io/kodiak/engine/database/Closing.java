package io.kodiak.engine.database;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a database: no work is begun any more, what runs is finished or cancelled, nothing is
 * lost.
 */
final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private Closing() {}

  static void close(Parts parts) {
    DatabaseState before = parts.health().close();
    if (before == DatabaseState.CLOSED) {
      return;
    }
    parts.backpressure().wake();
    parts.loads().close();
    parts.forcer().stop();
    parts.background().stop();
    parts.pins().close();
    List<Throwable> failures = new ArrayList<>();
    // Whoever holds the baton finishes first; whoever comes after it is refused.
    parts.writes().exclusively(() -> {});
    if (before == DatabaseState.HEALTHY || before == DatabaseState.STALLED) {
      attempt(failures, () -> parts.log().force());
    }
    attempt(failures, () -> parts.log().close());
    attempt(failures, parts.readAhead()::close);
    for (TableState table : parts.tables().all()) {
      attempt(failures, table::close);
    }
    attempt(failures, () -> parts.versions().close());
    attempt(failures, parts.views()::close);
    attempt(failures, parts.lock()::close);
    // They may lie on another device, which may hang: nothing that matters waits for them.
    attempt(failures, parts.traces()::close);
    attempt(failures, () -> parts.storage().close());
    if (!failures.isEmpty()) {
      throw Errors.translate("closing " + parts.storage().describe(), failures.get(0));
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void attempt(List<Throwable> failures, Step step) {
    try {
      step.run();
    } catch (Exception e) {
      LOG.warn("closing", e);
      failures.add(e);
    }
  }
}
