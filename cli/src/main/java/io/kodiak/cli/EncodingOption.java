package io.kodiak.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says how a file of text holds bytes. */
final class EncodingOption {
  @Option(
      names = "--encoding",
      paramLabel = "text|hex|base64",
      description = {
        "How csv and jsonl hold keys and values.",
        "text: UTF-8, unless given; bytes that are not UTF-8 need one of the others.",
        "hex: two digits a byte; the same as --hex.",
        "base64: that of RFC 4648, with padding."
      })
  private @Nullable Encoding encoding;

  /** Whether the option was given. */
  boolean isGiven() {
    return encoding != null;
  }

  /** The encoding of the file. */
  Encoding chosen(KodiakCommand kodiak) {
    boolean isHex = kodiak.notation() == Notation.HEX;
    if (isHex && encoding != null && encoding != Encoding.HEX) {
      throw kodiak.usage("--hex and --encoding " + encoding + " contradict each other");
    }
    return encoding != null ? encoding : isHex ? Encoding.HEX : Encoding.TEXT;
  }
}
