package io.kodiak.api;

/** The bounds of what an engine stores; every plug-in may rely on them. */
public final class Limits {
  /** The shortest key, in bytes. */
  public static final int MIN_KEY_BYTES = 1;

  /** The longest key, in bytes: 64 KiB. */
  public static final int MAX_KEY_BYTES = 64 << 10;

  /** The longest value, in bytes: 64 MiB. The shortest has no bytes. */
  public static final int MAX_VALUE_BYTES = 64 << 20;

  /**
   * The largest sequence number. The first is 1, so a sequence fits into 56 bits and a plug-in may
   * pack it together with the code of an {@link EntryKind} into one {@code long}.
   */
  public static final long MAX_SEQUENCE = (1L << 56) - 1;

  /** The most rows that one block holds. */
  public static final int MAX_BLOCK_ENTRIES = 1 << 16;

  /**
   * The most bytes of keys and values that one block holds, except that a block always may hold one
   * entry: 16 MiB.
   */
  public static final int MAX_BLOCK_BYTES = 16 << 20;

  /** The most characters of {@link SSTableFormat#encoding}. */
  public static final int MAX_ENCODING_CHARS = 64;

  private Limits() {}
}
