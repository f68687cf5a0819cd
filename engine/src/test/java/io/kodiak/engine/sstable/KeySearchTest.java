package io.kodiak.engine.sstable;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Searches by number must agree with comparing bytes. */
class KeySearchTest {
  private final SplittableRandom random = Seed.random(this);
  private RandomKeys source = new RandomKeys(random);

  @Test
  void prefixesOrderAsKeysDo() {
    for (int i = 0; i < 100_000; i++) {
      source = i % 1000 == 0 ? new RandomKeys(random) : source;
      Slice a = source.next();
      Slice b = source.next();
      int byNumber =
          Long.compare(
              KeyPrefix.of(a.array(), a.offset(), a.length()),
              KeyPrefix.of(b.array(), b.offset(), b.length()));
      if (byNumber != 0) {
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(byNumber);
      }
    }
  }

  @Test
  void indexFindsWhatAWalkFinds() {
    for (int round = 0; round < 60; round++) {
      source = new RandomKeys(random);
      searchIndex();
    }
  }

  private void searchIndex() {
    List<Slice> keys = repeated(source.ascending(random.nextInt(1, 200)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int[] offsets = new int[keys.size() + 1];
    for (int i = 0; i < keys.size(); i++) {
      bytes.writeBytes(keys.get(i).toByteArray());
      offsets[i + 1] = bytes.size();
    }
    KeyIndex index = new KeyIndex(keys.size(), bytes.toByteArray(), offsets);
    assertThat(index.ascends()).isTrue();
    for (Slice key : wanted(keys)) {
      assertThat(index.firstAtLeast(key.array(), key.offset(), key.length()))
          .as("first at least %s", key)
          .isEqualTo((int) keys.stream().filter(k -> k.compareTo(key) < 0).count());
      assertThat(index.firstAbove(key.array(), key.offset(), key.length()))
          .as("first above %s", key)
          .isEqualTo((int) keys.stream().filter(k -> k.compareTo(key) <= 0).count());
    }
  }

  @Test
  void blockSearchFindsWhatTheBlockFinds() {
    for (int round = 0; round < 60; round++) {
      source = new RandomKeys(random);
      searchBlock();
    }
  }

  private void searchBlock() {
    List<Slice> keys =
        repeated(source.ascending(random.nextInt(1, random.nextInt(5) == 0 ? 2000 : 300)));
    BlockBuilder builder = new BlockBuilder();
    for (int i = 0; i < keys.size(); i++) {
      builder.append(keys.get(i), 1000 - i, EntryKind.PUT, Slice.EMPTY);
    }
    Block block = builder.build();
    LookupBlock lookup = new LookupBlock(block);
    LookupBlock used = new LookupBlock(block);
    used.use();
    for (Slice key : wanted(keys)) {
      int row = BlockSearch.firstAtLeast(block, key.array(), key.offset(), key.length());
      assertThat(row)
          .as("first at least %s", key)
          .isEqualTo(block.firstAtLeast(key.array(), key.offset(), key.length()));
      assertThat(lookup.firstAtLeast(key.array(), key.offset(), key.length())).isEqualTo(row);
      long hash = KeyHash.of(key.array(), key.offset(), key.length());
      int newest = keys.contains(key) ? row : -1;
      assertThat(lookup.find(hash, key.array(), key.offset(), key.length())).isEqualTo(newest);
      assertThat(used.find(hash, key.array(), key.offset(), key.length())).isEqualTo(newest);
    }
  }

  private List<Slice> repeated(List<Slice> keys) {
    List<Slice> repeated = new ArrayList<>();
    for (Slice key : keys) {
      int times = random.nextInt(5) == 0 ? random.nextInt(1, 6) : 1;
      for (int i = 0; i < times; i++) {
        repeated.add(key);
      }
    }
    return repeated;
  }

  /** Keys that are there, and their neighbours, wherever in a larger array they lie. */
  private List<Slice> wanted(List<Slice> keys) {
    List<Slice> wanted = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Slice key = random.nextBoolean() ? keys.get(random.nextInt(keys.size())) : source.next();
      byte[] bytes = new byte[key.length() + 20];
      random.nextBytes(bytes);
      int offset = random.nextInt(20);
      System.arraycopy(key.array(), key.offset(), bytes, offset, key.length());
      int length = key.length();
      switch (random.nextInt(6)) {
        case 0 -> length++;
        case 1 -> length = Math.max(1, length - 1);
        case 2 -> bytes[offset + length - 1]++;
        case 3 -> bytes[offset + length - 1]--;
        default -> {}
      }
      wanted.add(Slice.of(bytes, offset, Math.min(length, bytes.length - offset)));
    }
    return wanted;
  }
}
