package io.kodiak.assembly;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a value of a configuration into one of a type. Where it is not of that type or out of
 * bounds, it notes a problem, and the result is {@code null}. Bounds are inclusive.
 *
 * @param kind what is expected, for people
 * @param problems takes what is wrong
 */
record Conversion(ConfigValue value, String kind, Consumer<String> problems) {
  /** The name under which the library is made to read a value that has none. */
  private static final String NAME = "v";

  @Nullable String text() {
    if (value instanceof ConfigObject || value instanceof ConfigList) {
      problems.accept("expected text");
      return null;
    }
    return Literals.bare(value);
  }

  @Nullable String choice(List<String> choices) {
    String text = text();
    if (text != null && !choices.contains(text)) {
      problems.accept("expected one of " + kind + "." + Nearest.hint(text, choices));
      return null;
    }
    return text;
  }

  @Nullable Boolean flag() {
    return converted(() -> value.atKey(NAME).getBoolean(NAME));
  }

  @Nullable Long number(long min, long max) {
    return within(converted(() -> Long.valueOf(Literals.bare(value))), min, max);
  }

  @Nullable Double decimal(double min, double max) {
    return within(converted(() -> Double.valueOf(Literals.bare(value))), min, max);
  }

  @Nullable Long bytes(long min, long max) {
    BigInteger size = converted(() -> value.atKey(NAME).getMemorySize(NAME).toBytesBigInteger());
    return size != null && size.bitLength() > Long.SIZE - 1
        ? within(Long.MAX_VALUE, min, Math.min(max, Long.MAX_VALUE - 1))
        : within(size == null ? null : size.longValue(), min, max);
  }

  @Nullable Duration duration(Duration min, Duration max) {
    if (value.valueType() == ConfigValueType.NUMBER) {
      problems.accept("needs a unit; expected " + kind);
      return null;
    }
    return within(converted(() -> value.atKey(NAME).getDuration(NAME)), min, max);
  }

  private <T> @Nullable T converted(Supplier<T> conversion) {
    try {
      return conversion.get();
    } catch (ConfigException | ArithmeticException | IllegalArgumentException e) {
      problems.accept("expected " + kind);
      return null;
    }
  }

  private <T extends Comparable<T>> @Nullable T within(@Nullable T converted, T min, T max) {
    if (converted != null && (converted.compareTo(min) < 0 || converted.compareTo(max) > 0)) {
      problems.accept("out of bounds; expected " + kind);
      return null;
    }
    return converted;
  }
}
