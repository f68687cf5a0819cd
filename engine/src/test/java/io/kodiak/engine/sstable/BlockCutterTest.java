package io.kodiak.engine.sstable;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlockCutterTest {
  private final List<Block> blocks = new ArrayList<>();
  private @Nullable Block last;

  /** Keeps copies, and sees to it that the block before has not changed. */
  private void take(Block block) {
    Block before = last;
    if (before != null && !blocks.isEmpty()) {
      assertThat(before.equals(blocks.get(blocks.size() - 1))).as("stays as it is").isTrue();
    }
    BlockBuilder copy = new BlockBuilder();
    copy.append(block, 0, block.count());
    blocks.add(copy.build());
    last = block;
  }

  @Test
  void keepsEveryEntryHoweverItArrives() throws IOException {
    SplittableRandom random = Seed.random(this);
    for (int round = 0; round < 50; round++) {
      blocks.clear();
      int target = random.nextInt(1, 3000);
      BlockCutter cutter = new BlockCutter(target, this::take);
      List<Version> all = versions(random, random.nextInt(1, 400));
      int at = 0;
      while (at < all.size()) {
        int to = Math.min(all.size(), at + random.nextInt(1, 60));
        Block source = Version.block(all.subList(at, to));
        if (random.nextBoolean()) {
          cutter.append(source, 0, source.count());
        } else {
          int middle = random.nextInt(source.count() + 1);
          cutter.append(source, 0, middle);
          EntryView view = new EntryView();
          for (int row = middle; row < source.count(); row++) {
            source.read(row, view);
            cutter.append(view);
          }
        }
        at = to;
      }
      cutter.flush();
      assertThat(versionsOf(blocks)).isEqualTo(all);
      for (Block block : blocks) {
        assertThat(block.count() == 1 || block.contentBytes() <= target).isTrue();
      }
    }
  }

  @Test
  void fillsBlocksUpToTheTarget() throws IOException {
    BlockCutter cutter = new BlockCutter(1000, this::take);
    SplittableRandom random = Seed.random(this);
    for (Version version : versions(random, 2000)) {
      cutter.append(Version.block(version), 0, 1);
    }
    cutter.flush();
    blocks.remove(blocks.size() - 1);
    // An entry has at most 60 bytes here, and 8 are added for each row.
    for (Block block : blocks) {
      assertThat(block.contentBytes() + 8L * block.count()).isGreaterThan(1000 - 70);
    }
  }

  @Test
  void passesLargeBlocksThroughWithoutACopy() throws IOException {
    Block large = Version.block(versions(Seed.random(this), 30));
    int size = (int) large.contentBytes() + 8 * large.count();
    BlockCutter cutter = new BlockCutter(size + 10, blocks::add);
    cutter.append(large, 0, large.count());
    assertThat(blocks).hasSize(1);
    assertThat(blocks.get(0)).isSameAs(large);
  }

  @Test
  void doesNotPassWhatWouldLeaveATinyBlockBehind() throws IOException {
    Block large = Version.block(versions(Seed.random(this), 30));
    int size = (int) large.contentBytes() + 8 * large.count();
    BlockCutter cutter = new BlockCutter(size, this::take);
    cutter.append(Version.block(Version.put("\0", 5, "")), 0, 1);
    cutter.append(large, 0, large.count());
    cutter.flush();
    assertThat(blocks).hasSize(2);
    assertThat(blocks.get(0).count()).isGreaterThan(1);
  }

  @Test
  void aBlockThatIsWellCutIsBetweenHalfAndOneAndAHalfOfTheTarget() {
    BlockCutter cutter = new BlockCutter(1000, this::take);
    assertThat(cutter.isWellCut(499 - 80, 10)).isFalse();
    assertThat(cutter.isWellCut(500 - 80, 10)).isTrue();
    assertThat(cutter.isWellCut(1500 - 80, 10)).isTrue();
    assertThat(cutter.isWellCut(1501 - 80, 10)).isFalse();
    assertThat(cutter.isWellCut(1 << 20, 1)).as("a single large entry").isTrue();
  }

  @Test
  void completesAShortBlockWithTheRowsOfAnother() throws IOException {
    SplittableRandom random = Seed.random(this);
    for (int round = 0; round < 200; round++) {
      blocks.clear();
      List<Version> all = versions(random, random.nextInt(20, 60));
      int pending = random.nextInt(1, 5);
      Block whole = Version.block(all.subList(pending, all.size()));
      long size = whole.contentBytes() + 8L * whole.count();
      BlockCutter cutter = new BlockCutter((int) size, this::take);
      assertThat(cutter.isShort()).isFalse();
      cutter.append(Version.block(all.subList(0, pending)), 0, pending);
      assertThat(cutter.isShort()).isTrue();
      assertThat(cutter.complete(whole)).isTrue();
      assertThat(cutter.isShort()).isFalse();
      assertThat(cutter.pendingBytes()).isZero();
      assertThat(versionsOf(blocks)).isEqualTo(all);
      assertThat(blocks).hasSize(2);
      for (Block block : blocks) {
        assertThat(block.contentBytes() + 8L * block.count()).isBetween(size / 2 - 70, size);
      }
    }
  }

  @Test
  void completesAShortBlockToOneWhereAllHasRoom() throws IOException {
    List<Version> all = versions(Seed.random(this), 20);
    BlockCutter cutter = new BlockCutter(1 << 14, this::take);
    cutter.append(Version.block(all.subList(0, 5)), 0, 5);
    assertThat(cutter.complete(Version.block(all.subList(5, 20)))).isTrue();
    assertThat(blocks).hasSize(1);
    assertThat(versionsOf(blocks)).isEqualTo(all);
  }

  @Test
  void leavesAShortBlockAsItIsWhenASingleEntryHasNoRoomInIt() throws IOException {
    BlockCutter cutter = new BlockCutter(100, this::take);
    cutter.append(Version.block(Version.put("a", 1, "x")), 0, 1);
    Block huge = Version.block(Version.put("b", 2, "x".repeat(200)));
    assertThat(cutter.complete(huge)).isFalse();
    assertThat(blocks).isEmpty();
    assertThat(cutter.isShort()).isTrue();
  }

  @Test
  void givesAnEntryAboveTheTargetABlockOfItsOwn() throws IOException {
    BlockCutter cutter = new BlockCutter(100, this::take);
    Slice huge = Slice.of(new byte[1 << 20]);
    cutter.append(Version.block(Version.put("a", 1, "x")), 0, 1);
    cutter.append(Version.block(new Version(Slice.utf8("b"), 2, EntryKind.PUT, huge)), 0, 1);
    cutter.append(Version.block(Version.put("c", 3, "x")), 0, 1);
    cutter.flush();
    assertThat(blocks).extracting(Block::count).containsExactly(1, 1, 1);
  }

  @Test
  void neverCutsMoreRowsThanABlockMayHold() throws IOException {
    BlockCutter cutter = new BlockCutter(Limits.MAX_BLOCK_BYTES, this::take);
    byte[] key = new byte[4];
    int rows = Limits.MAX_BLOCK_ENTRIES + 10;
    for (int i = 0; i < rows; i++) {
      key[1] = (byte) (i >> 16);
      key[2] = (byte) (i >> 8);
      key[3] = (byte) i;
      cutter.append(key, 0, 4, 1, EntryKind.DELETE.code(), key, 0, 0);
    }
    cutter.flush();
    assertThat(blocks).extracting(Block::count).containsExactly(Limits.MAX_BLOCK_ENTRIES, 10);
  }

  @Test
  void usesTheArraysOfBlocksAgain() throws IOException {
    List<byte[]> arrays = new ArrayList<>();
    BlockCutter cutter =
        new BlockCutter(
            1000,
            block -> {
              arrays.add(block.values().array());
              take(block);
            });
    List<Version> all = versions(Seed.random(this), 2000);
    for (Version version : all) {
      cutter.append(Version.block(version), 0, 1);
    }
    cutter.flush();
    assertThat(versionsOf(blocks)).isEqualTo(all);
    Set<byte[]> different = Collections.newSetFromMap(new IdentityHashMap<>());
    different.addAll(arrays);
    assertThat(different).as("of %d blocks", arrays.size()).hasSizeLessThan(arrays.size() / 4);
  }

  private static List<Version> versions(SplittableRandom random, int count) {
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String key = "key%05d".formatted(i);
      versions.add(Version.put(key, i + 1, "v".repeat(random.nextInt(50))));
    }
    return versions;
  }

  private static List<Version> versionsOf(List<Block> blocks) {
    List<Version> versions = new ArrayList<>();
    for (Block block : blocks) {
      for (int row = 0; row < block.count(); row++) {
        EntryView view = new EntryView();
        block.read(row, view);
        versions.add(Version.of(view));
      }
    }
    return versions;
  }
}
