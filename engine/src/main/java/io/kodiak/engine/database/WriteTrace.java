package io.kodiak.engine.database;

import java.nio.file.Path;

/**
 * A trace of the writes of a table that is being recorded: which keys are written again after how
 * many other writes, how many are new, how large keys and values are, how many are deletes, and how
 * fast they come. {@code TraceSummary.read} of the simulation reads the file.
 *
 * <p>The file has hashes in the place of keys, no values and no names. Batches count once they are
 * acknowledged or about to be; bulk loads, and what the log brings back at opening, do not.
 *
 * <p><b>Threading.</b> Safe for use by any number of threads. <b>Failure.</b> Whatever happens to
 * the file, the database goes on: {@link #progress} says that the recording has ended, and why.
 */
public final class WriteTrace implements AutoCloseable {
  private final Path file;
  private final TraceRecorder recorder;

  WriteTrace(Path file, TraceRecorder recorder) {
    this.file = file;
    this.recorder = recorder;
  }

  /** The file. One that the settings of the table ask for is made with the first write. */
  public Path file() {
    return file;
  }

  /** How far it has come. */
  public TraceProgress progress() {
    return recorder.progress();
  }

  TraceRecorder recorder() {
    return recorder;
  }

  /**
   * Ends the recording; returns when the file is complete and forced, or has failed. The database
   * ends it as well when it is closed. Closing again does nothing.
   */
  @Override
  public void close() {
    recorder.close();
  }
}
