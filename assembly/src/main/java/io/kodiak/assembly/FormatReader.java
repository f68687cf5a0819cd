package io.kodiak.assembly;

import com.typesafe.config.ConfigObject;
import io.kodiak.api.SSTableFormat;
import io.kodiak.engine.database.NamedFormat;
import io.kodiak.engine.database.TableOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code format} of a table: the formats of its files, level by level. */
final class FormatReader {
  private static final String LEVELS = "levels";
  private static final String LAST_LEVEL = "last-level";
  private static final String BLOCK_SIZE = "block-size";
  private static final String DEFAULT = "parquet";
  private static final int DEFAULT_BLOCK_BYTES = 16 << 10;
  private static final int DEFAULT_LAST_BLOCK_BYTES = 32 << 10;
  private static final int MIN_BLOCK_BYTES = 1 << 10;
  private static final int MAX_BLOCK_BYTES = 8 << 20;
  private static final int MAX_BLOOM_BITS = 24;

  private final Section section;
  private final Created<SSTableFormat> formats;

  FormatReader(Plugins plugins, Section section) {
    this.section = section;
    this.formats = new Created<>(plugins, PluginKind.FORMAT, section, SSTableFormat.class);
  }

  /** Reads the section; {@code false} when there was a problem, which is noted. */
  boolean read(TableOptions.Builder builder) {
    List<LevelChoice> levels = levels();
    LevelChoice last = lastLevel();
    builder.blockBytes(
        blockBytes(section, BLOCK_SIZE, DEFAULT_BLOCK_BYTES),
        blockBytes(section, "last-level-block-size", DEFAULT_LAST_BLOCK_BYTES));
    builder.bloomBitsPerKey((int) section.number("bloom-bits-per-key", 10, 0, MAX_BLOOM_BITS));
    List<NamedFormat> named = new ArrayList<>();
    for (int level = 0; level < levels.size(); level++) {
      NamedFormat format = named(LEVELS, LEVELS + "[" + level + "]", levels.get(level));
      if (format != null) {
        named.add(format);
      }
    }
    NamedFormat lastNamed = last == null ? null : named(LAST_LEVEL, LAST_LEVEL, last);
    if (named.size() != levels.size() || (last != null && lastNamed == null)) {
      return false;
    }
    builder.levelFormats(named).lastLevelFormat(lastNamed);
    return true;
  }

  /** Creates the formats that the section does not name, too. */
  void addOthers() {
    formats.addOthers();
  }

  /** All formats that were created, with the settings of the section. */
  Map<String, SSTableFormat> byName() {
    return formats.byName();
  }

  private List<LevelChoice> levels() {
    return section.read(
        LEVELS,
        List.of(LevelChoice.of(DEFAULT)),
        "list of formats",
        choices -> Literals.list(choices.stream().map(LevelChoice::format).toList()),
        value -> noted(LEVELS, LevelChoice.all(value)));
  }

  private @Nullable LevelChoice lastLevel() {
    if (!section.isSet(LAST_LEVEL)) {
      section.noteUnset(LAST_LEVEL, "format");
      return null;
    }
    LevelChoice none = LevelChoice.of("");
    LevelChoice read =
        section.read(
            LAST_LEVEL,
            none,
            "format",
            choice -> "null",
            value -> noted(LAST_LEVEL, LevelChoice.of(value)));
    return read.format().isEmpty() ? null : read;
  }

  private <T> @Nullable T noted(String key, @Nullable T read) {
    if (read == null) {
      section.problem(
          key,
          key.equals(LEVELS)
              ? "expected a list of formats, such as " + LevelChoice.EXAMPLE
              : "expected a format, such as parquet or { format = parquet, block-size = 64 KiB }");
    }
    return read;
  }

  private static int blockBytes(Section from, String key, int byDefault) {
    return (int) from.bytes(key, byDefault, MIN_BLOCK_BYTES, MAX_BLOCK_BYTES);
  }

  /**
   * The format of a choice.
   *
   * @param key the key at which the choice stands
   * @param name what messages call the choice
   */
  private @Nullable NamedFormat named(String key, String name, LevelChoice choice) {
    if (choice.own().isEmpty()) {
      SSTableFormat format = formats.choose(key, choice.format());
      return format == null ? null : new NamedFormat(choice.format(), format);
    }
    Section own = section.within(name, choice.own());
    int bytes = own.isSet(BLOCK_SIZE) ? blockBytes(own, BLOCK_SIZE, DEFAULT_BLOCK_BYTES) : 0;
    ConfigObject settings = choice.own().withoutKey(LevelChoice.FORMAT).withoutKey(BLOCK_SIZE);
    SSTableFormat format = formats.choose(key, choice.format(), name, settings);
    return format == null ? null : new NamedFormat(choice.format(), format, bytes);
  }
}
