package io.kodiak.assembly;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes values as a configuration has them. */
final class Literals {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]+([ .-][A-Za-z0-9]+)*");
  private static final Set<String> RESERVED =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "include");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final int SHOWN = 80;

  private Literals() {}

  /** A text, in quotes where it needs them to be read as that text again. */
  static String text(String text) {
    boolean plain =
        PLAIN.matcher(text).matches()
            && !RESERVED.contains(text)
            && !NUMBER.matcher(text).matches();
    return plain ? text : ConfigUtil.quoteString(text);
  }

  static String list(List<String> items) {
    return items.stream().map(Literals::text).collect(Collectors.joining(", ", "[", "]"));
  }

  static String key(String key) {
    return shortened(ConfigUtil.joinPath(key));
  }

  static String range(String noun, String min, String max) {
    return noun + " from " + min + " to " + max;
  }

  /** A text, number or flag as it stands in the file, without quotes. */
  static String bare(ConfigValue value) {
    return value.valueType() == ConfigValueType.STRING
        ? (String) value.unwrapped()
        : value.render(ConfigRenderOptions.concise());
  }

  /** A value of any type that reads back as the same. */
  static String value(ConfigValue value) {
    if (value instanceof ConfigList list) {
      return list.stream().map(Literals::value).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof ConfigObject object) {
      return new TreeMap<>(object)
          .entrySet().stream()
              .map(entry -> key(entry.getKey()) + " = " + value(entry.getValue()))
              .collect(Collectors.joining(", ", "{ ", " }"));
    }
    return value.valueType() == ConfigValueType.STRING
        ? text((String) value.unwrapped())
        : value.render(ConfigRenderOptions.concise());
  }

  /** A value for a message: as JSON has it, cut when long. */
  static String shown(ConfigValue value) {
    return value instanceof ConfigObject
        ? "{ … }"
        : shortened(value.render(ConfigRenderOptions.concise()));
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
  }
}
