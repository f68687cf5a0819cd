package io.kodiak.benchmarks.micro;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryKind;
import io.kodiak.benchmarks.workload.Dataset;
import java.util.ArrayList;
import java.util.List;

/** Makes blocks of a data set's entries. */
public final class Blocks {
  private Blocks() {}

  /**
   * Cuts the entries of a data set whose number leaves {@code rest} when divided by {@code step}
   * into blocks.
   *
   * @param bytes about how many bytes of keys and values a block holds
   */
  public static List<Block> of(Dataset data, int rest, int step, int bytes) {
    List<Block> blocks = new ArrayList<>();
    BlockBuilder builder = new BlockBuilder();
    byte[] key = new byte[Dataset.KEY_BYTES];
    byte[] value = new byte[Dataset.VALUE_BYTES];
    for (int entry = rest; entry < data.entries(); entry += step) {
      data.key(entry, key);
      data.value(entry, 0, value);
      builder.append(key, 0, key.length, entry + 1L, EntryKind.PUT.code(), value, 0, value.length);
      if (builder.contentBytes() >= bytes) {
        blocks.add(builder.build());
      }
    }
    if (!builder.isEmpty()) {
      blocks.add(builder.build());
    }
    return blocks;
  }
}
