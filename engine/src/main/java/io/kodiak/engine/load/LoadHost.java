package io.kodiak.engine.load;

import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.RunWriter;
import java.io.IOException;

/** What a load asks of the database that it loads into. */
public interface LoadHost {
  /**
   * Gives a sequence far above all that were given out. The load uses it and up to {@link
   * Load#MOST_SOURCES} less.
   *
   * @param brief whether the rows are written within seconds
   */
  long reserve(boolean brief) throws IOException;

  /** The level where SSTables between these keys would go now. */
  int level(Slice first, Slice last);

  /** With what SSTables of that level are written. */
  RunWriter.Target target(int level);

  /** With what an SSTable of that format is taken over. */
  RunWriter.Target target(String format) throws IOException;

  /** Called now and then; what it throws ends what the load is at. */
  void checkpoint();
}
