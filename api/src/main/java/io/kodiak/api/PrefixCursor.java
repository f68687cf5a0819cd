package io.kodiak.api;

/**
 * A cursor that leaves all keys of a prefix behind in one step.
 *
 * <p>An optional capability of the ascending cursor of a {@link PrefixMemtable}; the engine does
 * without it by seeking the least key above the prefix.
 */
public interface PrefixCursor extends Cursor {
  /**
   * Moves to the next entry whose key does not begin with the first {@code length} bytes of the
   * current key, whichever version of it the cursor stands on. Allowed only while the cursor stands
   * on an entry. What is visible is as for {@link #next}.
   *
   * @param length 1 to the length of the current key, in bytes
   * @return whether there is one
   */
  boolean skipPrefix(int length);
}
