package io.kodiak.benchmarks.memtable;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What keys look like, and in which order they are put. */
public enum KeyShape {
  /** 16 decimal digits, as those of {@code db_bench}, in random order. */
  RANDOM(false),
  /** The same keys in ascending order. */
  SEQUENTIAL(false),
  /**
   * Addresses of a shop's pages in random order: the first 50 of 58 bytes are the same for all keys
   * of one of 500 groups, and the groups differ in four digits.
   */
  URL(true);

  private static final int HOSTS = 20;
  private static final int SECTIONS = 25;

  private static final byte[] NUMBER = "0000000000000000".getBytes(US_ASCII);
  private static final byte[] ADDRESS =
      "https://www.example-00.com/catalog/section-00/item-0000000".getBytes(US_ASCII);

  private final boolean url;

  KeyShape(boolean url) {
    this.url = url;
  }

  /** The shape of that label. */
  public static KeyShape of(String label) {
    return Arrays.stream(values())
        .filter(shape -> shape.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no keys \"" + label + "\"; known: " + labels()));
  }

  /** Every label. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(KeyShape::label).toList();
  }

  /** How results name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The length of every key in bytes. */
  public int keyBytes() {
    return template().length;
  }

  /**
   * The length of a prefix by which to group keys: 50 share one of 14 digits, and 20 to 2,000, by
   * their number, the one of a section of a shop.
   */
  public int groupBytes() {
    return url ? ADDRESS.length - "item-0000000".length() : NUMBER.length - 2;
  }

  /** Whether keys are put in ascending order. */
  public boolean ascends() {
    return this == SEQUENTIAL;
  }

  /**
   * Writes a key.
   *
   * @param number its place among all keys, from 0; keys of even numbers are put, those of odd
   *     numbers lie between them and are missing
   */
  public void write(int number, byte[] target, int offset) {
    byte[] template = template();
    System.arraycopy(template, 0, target, offset, template.length);
    int end = offset + template.length;
    if (url) {
      int group = number / 2 % (HOSTS * SECTIONS);
      int item = number / 2 / (HOSTS * SECTIONS) * 2 + (number & 1);
      digits(item, target, end);
      digits(group % SECTIONS, target, end - "/item-0000000".length());
      digits(group / SECTIONS, target, offset + "https://www.example-00".length());
    } else {
      digits(number, target, end);
    }
  }

  private byte[] template() {
    return url ? ADDRESS : NUMBER;
  }

  /** Writes a number so that it ends before {@code end}; leading zeros are there already. */
  private static void digits(int number, byte[] target, int end) {
    int rest = number;
    for (int at = end - 1; rest > 0; at--) {
      target[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
