package io.kodiak.columnar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Rows of two columns of bytes that file formats have had trouble with. */
final class HardRows {
  private HardRows() {}

  /** Every byte as a key, empty and large values, keys with a long common prefix; in key order. */
  static List<byte[][]> all(long seed) {
    List<byte[][]> rows = new ArrayList<>();
    Random random = new Random(seed);
    for (int first = 0; first < 256; first++) {
      rows.add(new byte[][] {{(byte) first}, new byte[0]});
      for (int second = 0; second < 256; second += 15) {
        byte[] value = new byte[random.nextInt(40)];
        random.nextBytes(value);
        rows.add(new byte[][] {{(byte) first, (byte) second}, value});
      }
      if (first == 'p') {
        addLongPrefixes(rows, random);
      }
    }
    return rows;
  }

  private static void addLongPrefixes(List<byte[][]> rows, Random random) {
    for (int i = 0; i < 2_000; i++) {
      byte[] key = new byte[83];
      Arrays.fill(key, (byte) 'p');
      key[1] = (byte) 0xff;
      key[81] = (byte) (i >>> 8);
      key[82] = (byte) i;
      byte[] value = new byte[i % 500 == 7 ? 1 << 20 : i % 50];
      random.nextBytes(value);
      rows.add(new byte[][] {key, value});
    }
  }
}
