package io.kodiak.testkit;

import java.util.List;

/** A fault to plant into a policy, and the tests of the contract that must see it. */
enum PolicyFault {
  NONE,
  FAILS_ON_AN_EMPTY_TREE("anEmptyTreeNeedsNothing"),
  KEEPS_STATE("theSameTreeGivesTheSamePlans", "threadsShareAPolicy"),
  LOOKS_AT_THE_CLOCK("theSameTreeGivesTheSamePlans"),
  IGNORES_BUSY_TABLES(
      "plansAreValidOnAnyTreeWithAnyTablesBusy", "plansRunBesideFlushesAndEachOther"),
  LEAVES_A_TABLE_OUT("plansAreValidOnAnyTreeWithAnyTablesBusy", "keepsARandomLoadInShape"),
  NAMES_A_TABLE_THAT_IS_GONE("plansAreValidOnAnyTreeWithAnyTablesBusy"),
  LIFTS_TABLES("comesToRestFromAnyTree"),
  ONE_PLAN_TWICE("plansAreValidOnAnyTreeWithAnyTablesBusy"),
  GIVES_NO_REASON("plansAreValidOnAnyTreeWithAnyTablesBusy"),
  NEVER_RESTS("comesToRestFromAnyTree", "keepsALoadOfRisingKeysInShape"),
  GOES_ROUND_IN_CIRCLES("comesToRestFromAnyTree"),
  NEVER_COMPACTS("keepsARandomLoadInShape", "keepsOverwritesOfFewKeysInShape"),
  BELIEVES_IN_ONE_RUN_A_LEVEL("plansAreValidOnAnyTreeWithAnyTablesBusy", "comesToRestFromAnyTree");

  private final String seenBy;

  PolicyFault(String... seenBy) {
    this.seenBy = String.join(" ", seenBy);
  }

  /** The names of the tests that must fail. */
  List<String> seenBy() {
    return List.of(seenBy.split(" "));
  }
}
