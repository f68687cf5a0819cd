package io.kodiak.testkit;

import java.util.List;

/** A fault to plant into a memtable, and the tests of the contract that must see it. */
enum MemtableFault {
  NONE,
  SIGNED_BYTES("takesEveryByteInKeysAndValues", "seekFindsItsPlaceAtEveryBoundary"),
  VERSIONS_UPWARDS(
      "findsTheNewestVersionAtOrBelowTheSnapshot",
      "ascendingGoesByKeyUpAndSequenceDownDescendingTheReverse",
      "manyVersionsOfOneKeyComeInOrder"),
  ONE_VERSION_ONLY("findsTheNewestVersionAtOrBelowTheSnapshot", "findsTombstones"),
  EIGHT_BYTES_OF_KEY("tellsAKeyFromThoseThatItBegins", "takesKeysOfEveryLength"),
  LOSES_TOMBSTONES("findsTombstones", "randomEntriesAreFoundAtEverySnapshot"),
  HIDES_TOMBSTONES("findsTombstones", "takesTheLargestSequences"),
  LOSES_ONE_IN_A_THOUSAND(
      "randomEntriesComeInOrderInBothDirections",
      "readersFindEverythingThatWasPublished",
      "cursorsBesideTheWriterShowAllThatWasThereInOrder"),
  KEEPS_THE_CALLERS_BYTES("copiesTheBytesBeforeItReturns"),
  BYTES_SHRINK("bytesUsedGrowsOnlyAndCoversTheContent", "accountingBesideTheWriterOnlyGrows"),
  BYTES_OF_NOTHING("bytesUsedGrowsOnlyAndCoversTheContent"),
  COUNTS_KEYS("countsEveryVersionAndTombstone"),
  IGNORES_THE_SNAPSHOT("findsTheNewestVersionAtOrBelowTheSnapshot"),
  CHANGES_THE_RESULT("leavesTheResultUnchangedWhenNothingIsFound"),
  CLOSE_THROWS("closesWhetherEmptyOrFull"),
  FIRST_STAYS("aCursorGoesAnywhereAgain"),
  DESCENDING_SEEKS_NEWEST("seekFindsItsPlaceAtEveryBoundary", "nextGoesOnFromWhereSeekStands"),
  SEEK_PASSES_THE_KEY("seekFindsItsPlaceAtEveryBoundary"),
  CURSOR_ENDS_EARLY("aCursorShowsWhatWasThereThoughMoreIsAddedBetweenItsMoves"),
  A_VIEW_FOR_EACH_MOVE("theEntryIsAlwaysTheSameObject"),
  TORN_VALUES("aCursorShowsWhatWasThereThoughMoreIsAddedBetweenItsMoves"),
  CURSOR_SKIPS_WHEN_MORE_IS_ADDED(
      "aCursorShowsWhatWasThereThoughMoreIsAddedBetweenItsMoves", "whatASnapshotShowsNeverChanges"),
  FORGETS_OLD_VERSIONS("manyVersionsOfOneKeyComeInOrder", "whatASnapshotShowsNeverChanges"),
  SHOWS_SNAPSHOTS_THE_NEWEST("whatASnapshotShowsNeverChanges"),
  CURSOR_CLOSES_ONCE("closingACursorTwiceHarmsNothing"),
  PREFIX_BEYOND_THE_LIMIT(
      "findsNoPrefixBeyondTheLimit", "findsTheLongestPrefixAmongRandomEntriesAtEverySnapshot"),
  PREFIX_IGNORES_THE_SNAPSHOT(
      "aTombstoneIsAPrefixAndWhatTheSnapshotDoesNotSeeIsNone",
      "findsTheLongestPrefixAmongRandomEntriesAtEverySnapshot"),
  PREFIX_HIDES_TOMBSTONES(
      "aTombstoneIsAPrefixAndWhatTheSnapshotDoesNotSeeIsNone",
      "findsTheLongestPrefixAmongRandomEntriesAtEverySnapshot"),
  PREFIX_IS_THE_SHORTEST(
      "findsTheLongestKeyThatBeginsAnother",
      "findsTheLongestPrefixAmongRandomEntriesAtEverySnapshot"),
  PREFIX_IS_NOT_THE_KEY_ITSELF(
      "findsTheLongestKeyThatBeginsAnother",
      "findsTheLongestPrefixAmongRandomEntriesAtEverySnapshot"),
  PREFIX_OF_EIGHT_BYTES(
      "findsTheLongestPrefixAmongRandomEntriesAtEverySnapshot", "prefixesBesideTheWriterAreFound"),
  SKIPS_NOTHING(
      "aCursorLeavesAllKeysOfAPrefixBehind",
      "nothingIsBehindThePrefixOfTheGreatestBytes",
      "prefixesBesideTheWriterAreLeftBehind"),
  SKIPS_TOO_MUCH("aCursorLeavesAllKeysOfAPrefixBehind");

  private final String seenBy;

  MemtableFault(String... seenBy) {
    this.seenBy = String.join(" ", seenBy);
  }

  /** The names of the tests that must fail. */
  List<String> seenBy() {
    return List.of(seenBy.split(" "));
  }
}
