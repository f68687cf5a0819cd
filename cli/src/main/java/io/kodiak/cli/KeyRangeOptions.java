package io.kodiak.cli;

import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose keys, of every command that goes through a range of them. */
final class KeyRangeOptions {
  @Option(names = "--prefix", paramLabel = "P", description = "Keys that begin with P.")
  private @Nullable String prefix;

  @Option(names = "--from", paramLabel = "A", description = "Keys from A on, with A.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "B", description = "Keys up to B, without B.")
  private @Nullable String to;

  /** The range; all keys when no option is given. */
  KeyRange range(KodiakCommand kodiak) {
    if (prefix != null && (from != null || to != null)) {
      throw kodiak.usage("--prefix goes without --from and --to");
    }
    if (prefix != null) {
      return KeyRange.prefix(kodiak.bytes("--prefix", prefix));
    }
    Slice first = from == null ? null : Slice.of(kodiak.bytes("--from", from));
    Slice end = to == null ? null : Slice.of(kodiak.bytes("--to", to));
    return new KeyRange(first, end);
  }
}
