package io.kodiak.testkit;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;

/** What the checking wrappers have in common. */
final class Checks {
  private Checks() {}

  /** Fails unless the condition holds. */
  static void that(boolean holds, String breach) {
    if (!holds) {
      throw new AssertionError("breach of the contract: " + breach);
    }
  }

  static void key(Slice key) {
    int length = key.length();
    that(
        length >= Limits.MIN_KEY_BYTES && length <= Limits.MAX_KEY_BYTES,
        "a key of " + length + " bytes");
  }

  /** Examines the ranges and the version that a view shows. */
  static void entry(EntryView view) {
    key(view.keySlice());
    int valueLength = view.valueSlice().length();
    that(valueLength <= Limits.MAX_VALUE_BYTES, "a value of " + valueLength + " bytes");
    that(view.kind() == EntryKind.PUT || valueLength == 0, "a tombstone with a value");
    that(
        view.sequence() >= 1 && view.sequence() <= Limits.MAX_SEQUENCE,
        "the sequence " + view.sequence());
  }
}
