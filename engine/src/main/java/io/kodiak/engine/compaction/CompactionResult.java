package io.kodiak.engine.compaction;

import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.VersionEdit;
import java.util.List;

/**
 * What a compaction made: its files and their directory are durable, and become part of the tree,
 * in place of the inputs, when the edit is applied.
 *
 * @param edit replaces the inputs by the outputs
 * @param outputs the SSTables as they will be in the tree, by ascending keys
 * @param moved whether the inputs only change their place, and no file was written
 */
public record CompactionResult(VersionEdit edit, List<SSTableFile> outputs, boolean moved) {
  /** Copies the list. */
  public CompactionResult {
    outputs = List.copyOf(outputs);
  }

  /** The outputs whose files are new; none when the inputs only change their place. */
  public List<SSTableFile> written() {
    return moved ? List.of() : outputs;
  }
}
