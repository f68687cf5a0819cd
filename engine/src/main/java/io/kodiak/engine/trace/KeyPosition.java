package io.kodiak.engine.trace;

import java.util.List;

/** Where a key lies among the keys of the sample that earlier frames had. */
public enum KeyPosition {
  /** Between the lowest and the highest of them, or there are none. */
  WITHIN(0),
  /** Above all of them. */
  ABOVE(1),
  /** Below all of them. */
  BELOW(2);

  private static final List<KeyPosition> BY_CODE = List.of(WITHIN, ABOVE, BELOW);

  private final int code;

  KeyPosition(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static KeyPosition of(int code) {
    return BY_CODE.get(code);
  }

  static boolean isCode(int code) {
    return code < BY_CODE.size();
  }
}
