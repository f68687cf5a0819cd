package io.kodiak.testkit;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.BytesColumn;
import io.kodiak.api.EntryKind;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Blocks of many shapes, in key order, as an engine would append them to one file. */
public final class RandomBlocks {
  private RandomBlocks() {}

  /**
   * Blocks of random entries, cut at random rows, so that versions of one key may lie in two
   * blocks.
   *
   * @param entries how many entries all blocks together have, at least 1
   */
  public static List<Block> random(long seed, int entries) {
    RandomEntries source = new RandomEntries(seed);
    return cut(new TreeSet<>(source.next(entries)), source.random(), 300);
  }

  /** Blocks of at most {@code rows} of the given entries, in their order. */
  public static List<Block> cut(Collection<Entry> sorted, SplittableRandom random, int rows) {
    List<Block> blocks = new ArrayList<>();
    BlockBuilder builder = new BlockBuilder();
    int left = 1 + random.nextInt(rows);
    for (Entry entry : sorted) {
      builder.append(entry.key(), entry.sequence(), entry.kind(), entry.value());
      if (--left == 0 || builder.contentBytes() > 1 << 20) {
        blocks.add(builder.build());
        left = 1 + random.nextInt(rows);
      }
    }
    if (!builder.isEmpty()) {
      blocks.add(builder.build());
    }
    return blocks;
  }

  /** The same block in arrays of its own. */
  static Block copy(Block block) {
    BlockBuilder builder = new BlockBuilder();
    builder.append(block, 0, block.count());
    return builder.build();
  }

  /** Fills the arrays of a block with nonsense: nobody may read it any more. */
  static void overwrite(Block spent) {
    Arrays.fill(spent.keyArray(), (byte) 0xa5);
    Arrays.fill(spent.keyOffsets(), -7);
    Arrays.fill(spent.sequences(), -7);
    Arrays.fill(spent.kinds(), (byte) 0x77);
    Arrays.fill(spent.values().array(), (byte) 0x5a);
    Arrays.fill(spent.values().offsets(), -7);
  }

  /** A block of rising eight-byte keys from {@code firstKey}, with values of the given length. */
  public static Block rising(long firstKey, int rows, int valueBytes) {
    BlockBuilder builder = new BlockBuilder(rows, rows * Long.BYTES, rows * valueBytes);
    SplittableRandom random = new SplittableRandom(firstKey);
    byte[] value = new byte[valueBytes];
    for (int row = 0; row < rows; row++) {
      random.nextBytes(value);
      byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(firstKey + row).array();
      builder.append(Slice.of(key), 1 + row, EntryKind.PUT, Slice.of(value));
    }
    return builder.build();
  }

  /** A block with nothing but tombstones. */
  public static Block tombstones(int rows) {
    BlockBuilder builder = new BlockBuilder();
    for (int row = 0; row < rows; row++) {
      byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(row).array();
      builder.append(Slice.of(key), rows - row, EntryKind.DELETE, Slice.EMPTY);
    }
    return builder.build();
  }

  /** A block of one entry. */
  public static Block single(Slice key, Slice value) {
    BlockBuilder builder = new BlockBuilder(1, key.length(), value.length());
    builder.append(key, Limits.MAX_SEQUENCE, EntryKind.PUT, value);
    return builder.build();
  }

  /**
   * The same entries in arrays that are larger than needed, begin with foreign bytes, and hold keys
   * and values in one array.
   */
  public static Block spread(Block block) {
    int count = block.count();
    int keyBytes = block.keyOffsets()[count] - block.keyOffsets()[0];
    int keysAt = 13;
    int valuesAt = keysAt + keyBytes + 7;
    byte[] bytes = new byte[Math.toIntExact(block.contentBytes()) + valuesAt + 29];
    new SplittableRandom(count).nextBytes(bytes);
    int[] keyOffsets = new int[count + 5];
    int[] valueOffsets = new int[count + 3];
    long[] sequences = new long[count + 2];
    byte[] kinds = new byte[count + 9];
    keyOffsets[0] = keysAt;
    valueOffsets[0] = valuesAt;
    for (int row = 0; row < count; row++) {
      Slice key = block.key(row);
      Slice value = block.value(row);
      System.arraycopy(key.array(), key.offset(), bytes, keyOffsets[row], key.length());
      System.arraycopy(value.array(), value.offset(), bytes, valueOffsets[row], value.length());
      keyOffsets[row + 1] = keyOffsets[row] + key.length();
      valueOffsets[row + 1] = valueOffsets[row] + value.length();
      sequences[row] = block.sequence(row);
      kinds[row] = block.kinds()[row];
    }
    BytesColumn values = new BytesColumn(Block.VALUE, bytes, valueOffsets);
    return new Block(count, bytes, keyOffsets, sequences, kinds, values);
  }
}
