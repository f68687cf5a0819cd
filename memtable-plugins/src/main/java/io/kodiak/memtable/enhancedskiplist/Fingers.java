package io.kodiak.memtable.enhancedskiplist;

import io.kodiak.api.Slice;
import io.kodiak.memtable.towers.Splice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Where the writer was last, for each of some streams of keys: the <em>search fingers</em> of W.
 * Pugh, <em>A Skip List Cookbook</em> (1990), which RocksDB calls insertion hints.
 *
 * <p>A stream is made of keys that agree in all but their last bytes, such as the measurements of
 * one device by time. Its hash chooses the finger and is noted there, so keys that lie anywhere
 * never try one. A finger is, for each of the lower levels, the last node that the writer knows at
 * or before the entry it added last.
 *
 * <p>Belongs to the writer.
 */
final class Fingers {
  private static final int COUNT_BITS = 8;
  private static final int COUNT = 1 << COUNT_BITS;

  /** How often a finger that was far from the place is then not tried. */
  private static final int REST = 16;

  /** How many last bytes may differ within a stream; four digits, or a number of 32 bits. */
  private static final int TAIL = 4;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int levels;
  private final int[] streams = new int[COUNT];
  private final byte[] rests = new byte[COUNT];
  private final int[] nodes;

  Fingers(int levels) {
    this.levels = levels;
    nodes = new int[COUNT * levels];
  }

  /** The hash of the stream of a key; never 0. */
  static int stream(Slice key) {
    byte[] array = key.array();
    int end = key.offset() + key.length() - TAIL;
    int left = key.length() - TAIL;
    long hash = 0;
    if (left >= Long.BYTES) {
      hash = (long) WORD.get(array, end - Long.BYTES) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
      hash += (long) WORD.get(array, Math.max(key.offset(), end - 2 * Long.BYTES));
    } else {
      for (int i = end - left; i < end; i++) {
        hash = hash << Byte.SIZE | array[i];
      }
    }
    hash *= 0xD6E8FEB86659FD93L;
    return (int) (hash >>> 32) | 1;
  }

  private static int slot(int stream) {
    return stream >>> (Integer.SIZE - COUNT_BITS);
  }

  /** Whether it is worth while to begin from the last entry of this stream. */
  boolean isReady(int stream) {
    int slot = slot(stream);
    if (streams[slot] != stream) {
      return false;
    }
    if (rests[slot] > 0) {
      rests[slot]--;
      return false;
    }
    return true;
  }

  /** Says that the finger of a stream was far from the place. */
  void failed(int stream) {
    rests[slot(stream)] = REST;
  }

  /** The last node known before the last entry of a stream, or that entry's, on a level. */
  int node(int stream, int level) {
    return nodes[slot(stream) * levels + level];
  }

  /**
   * Moves the finger of a stream to a new node.
   *
   * @param place told on the levels above the node's when the finger was not there or points too
   *     far behind; null when it is still right on these
   */
  void point(int stream, int node, int levels, @Nullable Splice place) {
    int first = slot(stream) * this.levels;
    int own = Math.min(levels, this.levels);
    for (int level = 0; level < own; level++) {
      nodes[first + level] = node;
    }
    if (place != null) {
      int slot = slot(stream);
      if (streams[slot] != stream) {
        streams[slot] = stream;
        rests[slot] = 0;
      }
      for (int level = own; level < this.levels; level++) {
        nodes[first + level] = place.node(level);
      }
    }
  }

  /** The heap that this object takes, in bytes. */
  long heapBytes() {
    return 32 + 3 * 16 + COUNT * (1L + Integer.BYTES * (1L + levels));
  }
}
