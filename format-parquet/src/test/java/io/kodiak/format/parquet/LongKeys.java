package io.kodiak.format.parquet;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keys that share their first eighty bytes, none of which is text. */
final class LongKeys {
  private static final int PREFIX = 80;

  private LongKeys() {}

  /** Blocks of rising keys, every seventh a tombstone, every fifth with an empty value. */
  static List<Block> blocks(int count, int rows) {
    List<Block> blocks = new ArrayList<>();
    int number = 0;
    for (int i = 0; i < count; i++) {
      BlockBuilder builder = new BlockBuilder();
      for (int row = 0; row < rows; row++) {
        EntryKind kind = number % 7 == 6 ? EntryKind.DELETE : EntryKind.PUT;
        boolean empty = kind == EntryKind.DELETE || number % 5 == 4;
        Slice value = empty ? Slice.EMPTY : Slice.utf8("value " + number);
        builder.append(key(number), 1_000_000 - number, kind, value);
        number++;
      }
      blocks.add(builder.build());
    }
    return blocks;
  }

  /** The key with the given number. */
  static Slice key(int number) {
    byte[] key = new byte[PREFIX + Integer.BYTES];
    Arrays.fill(key, (byte) 0xfe);
    ByteBuffer.wrap(key).putInt(PREFIX, number);
    return Slice.of(key);
  }
}
