package io.kodiak.testkit;

import java.util.List;

/** A fault to plant into a format, and the tests of the contract that must see it. */
enum FormatFault {
  NONE,
  LOSES_THE_LAST_ROW("givesBackRandomBlocks", "givesBackBlocksOfEveryNumberOfRows"),
  FORGETS_KINDS("givesBackTombstonesAndEmptyValues"),
  SEQUENCES_OF_INTS("givesBackASingleEntry"),
  SHORT_LENGTHS("givesBackTheLargestBlocks"),
  BELIEVES_OFFSETS_BEGIN_AT_ZERO("takesBlocksWhereverTheirBytesLie"),
  KEEPS_THE_LAST_BLOCK("aBlockMayChangeOnceItWasAppended"),
  ONE_BUFFER_FOR_ALL_READS("readsBlocksInAnyOrderAndAgain", "aReaderServesManyThreads"),
  ONE_BUFFER_FOR_ALL_WRITERS("writersOfOneFormatAreApart"),
  NO_REBUILD("givesBackASingleEntry", "readersOfOneFileAreApart"),
  NO_CHECKSUMS("flippedBitsInTheFileAreReported", "overwrittenRangesOfTheFileAreReported"),
  TRUSTS_LENGTHS("overwrittenRangesOfTheFileAreReported"),
  TRUSTS_THE_DIRECTORY("damagedDirectoriesAreReported"),
  TRUSTS_THE_LENGTH_OF_THE_FILE("truncatedFilesAreReported", "emptyAndForeignFilesAreReported"),
  CALLS_ERRORS_OF_THE_FILE_CORRUPTION(
      "aSinkThatFailsFailsTheWriter",
      "aSourceThatFailsFailsTheReadAndOnlyThat",
      "aSourceThatFailsFailsTheRebuildOfTheDirectory"),
  SWALLOWS_ERRORS_OF_THE_SINK("aSinkThatFailsFailsTheWriter"),
  SINGLE_CLOSE("readersOfOneFileAreApart"),
  CLOSE_FINISHES("anAbandonedWriterGoesQuietly"),
  COUNTS_NO_BYTES("bytesWrittenFollowsTheFile"),
  DOT_IN_THE_EXTENSION("namesItsFilesAndItsLayout"),
  ASKS_FOR_SETTINGS_IT_NEVER_DECLARED("providerAsksForEverySettingWhateverTheValues");

  private final String seenBy;

  FormatFault(String... seenBy) {
    this.seenBy = String.join(" ", seenBy);
  }

  /** The names of the tests that must fail. */
  List<String> seenBy() {
    return List.of(seenBy.split(" "));
  }
}
