package io.kodiak.format.orc;

/** Where one block lies in its file. Filled by {@link BlockDirectory#locate}. */
final class BlockPlace {
  int rows;
  int tombstones;

  /** Where its part of each stream of {@link Layout#STREAMS} begins. */
  final long[] positions = new long[Layout.STREAM_COUNT];

  /** The bytes of its part of each stream. */
  final int[] bytes = new int[Layout.STREAM_COUNT];
}
