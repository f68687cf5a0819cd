package io.kodiak.memtable.trie;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.testkit.TestRun;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A node takes every set of children, through all its sizes. */
final class RadixNodesTest {
  private static final int DEPTH = 7;
  private static final int ENTRY = 4711;

  private final IntArena arena = new IntArena();
  private final RadixNodes nodes = new RadixNodes(arena);

  RadixNodesTest() {
    arena.reserve(1);
  }

  private static int expectedKind(int children) {
    if (children <= 16) {
      return children <= 4 ? Link.NODE4 : Link.NODE16;
    }
    return children <= 48 ? Link.NODE48 : Link.NODE256;
  }

  private static int[] shuffled(SplittableRandom random, int from) {
    int[] keys = new int[256 - from];
    for (int i = 0; i < keys.length; i++) {
      int other = random.nextInt(i + 1);
      keys[i] = keys[other];
      keys[other] = from + i;
    }
    return keys;
  }

  private void expect(int node, Map<Integer, Integer> children) {
    for (int key = RadixNodes.END; key < 256; key++) {
      int link = children.getOrDefault(key, Link.NONE);
      assertThat(nodes.child(node, key)).as("child of %d", key).isEqualTo(link);
      int address = nodes.addressOf(node, key);
      assertThat(address == 0 ? Link.NONE : arena.acquire(address)).isEqualTo(link);
    }
    assertThat(nodes.depth(node)).isEqualTo(DEPTH);
    assertThat(nodes.entryBelow(node)).isEqualTo(ENTRY);
  }

  @Test
  void growsThroughAllSizesAndKeepsEveryChild() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("growsThroughAllSizesAndKeepsEveryChild"));
    for (int round = 0; round < TestRun.scaled(20); round++) {
      int[] keys = shuffled(random, RadixNodes.END);
      Map<Integer, Integer> children = new HashMap<>();
      int node = nodes.fork(DEPTH, ENTRY, keys[0], Link.direct(1), keys[1], Link.direct(2));
      children.put(keys[0], Link.direct(1));
      children.put(keys[1], Link.direct(2));
      for (int i = 2; i < keys.length; i++) {
        expect(node, children);
        int link = Link.direct(random.nextInt(1 << 20));
        node = nodes.add(node, keys[i], link);
        children.put(keys[i], link);
        int bytes = children.size() - (children.containsKey(RadixNodes.END) ? 1 : 0);
        assertThat(Link.kind(node)).as("%d children", bytes).isEqualTo(expectedKind(bytes));
      }
      expect(node, children);
    }
  }

  @Test
  void aReplacedLinkStaysReplacedThroughGrowth() {
    int node = nodes.fork(DEPTH, ENTRY, 0, Link.direct(0), 255, Link.direct(255));
    for (int key = 1; key < 255; key++) {
      node = nodes.add(node, key, Link.direct(key));
      arena.release(nodes.addressOf(node, key), Link.direct(1000 + key));
    }
    for (int key = 1; key < 255; key++) {
      assertThat(nodes.child(node, key)).isEqualTo(Link.direct(1000 + key));
    }
    assertThat(nodes.child(node, 0)).isEqualTo(Link.direct(0));
    assertThat(nodes.child(node, 255)).isEqualTo(Link.direct(255));
  }

  @Test
  void whatGrowthLeavesBehindIsLessThanWhatIsInUse() {
    int node = nodes.fork(DEPTH, ENTRY, 0, Link.direct(0), 1, Link.direct(1));
    long inUse = 32;
    for (int key = 2; key < 256; key++) {
      int grown = nodes.add(node, key, Link.direct(key));
      if (grown != node) {
        inUse = new long[] {32, 96, 496, 1072}[Link.kind(grown)];
        node = grown;
      }
      assertThat(nodes.retiredBytes()).isLessThan(inUse);
    }
    assertThat(nodes.retiredBytes()).isEqualTo(32 + 96 + 496);
  }
}
