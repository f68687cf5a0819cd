package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.KeyRange;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import io.kodiak.testkit.ModelStore.Operation;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ModelStoreTest {
  private final ModelStore store = new ModelStore();

  private static Slice bytes(String text) {
    return Slice.utf8(text);
  }

  private String scan(KeyRange range, long snapshot, boolean reverse) {
    return store.scan("t", range, snapshot, reverse).stream()
        .map(row -> row.key() + "=" + row.value())
        .map(row -> row.replace("\"", ""))
        .collect(Collectors.joining(" "));
  }

  @Test
  void answersAsOfASnapshot() {
    store.put("t", bytes("a"), bytes("1"));
    long first = store.sequence();
    store.delete("t", bytes("a"));
    long second = store.sequence();
    store.put("t", bytes("a"), bytes("3"));
    assertThat(store.get("t", bytes("a"), 0)).isNull();
    assertThat(store.get("t", bytes("a"), first)).isEqualTo(bytes("1"));
    assertThat(store.get("t", bytes("a"), second)).isNull();
    assertThat(store.get("t", bytes("a"))).isEqualTo(bytes("3"));
    assertThat(store.get("other", bytes("a"))).isNull();
    assertThat(store.versions("t")).isEqualTo(3);
  }

  @Test
  void theLaterOperationOfABatchWins() {
    store.write(
        List.of(
            new Operation("t", bytes("a"), bytes("1")),
            new Operation("u", bytes("a"), bytes("2")),
            new Operation("t", bytes("a"), bytes("3")),
            new Operation("u", bytes("a"), null)));
    assertThat(store.get("t", bytes("a"))).isEqualTo(bytes("3"));
    assertThat(store.get("u", bytes("a"))).isNull();
    assertThat(store.sequence()).isEqualTo(4);
    assertThat(store.tables()).containsExactly("t", "u");
  }

  @Test
  void scansLiveRowsOfARangeBothWays() {
    for (String key : List.of("b", "ab", "a", "abc", "c")) {
      store.put("t", bytes(key), bytes(key.toUpperCase(java.util.Locale.ROOT)));
    }
    long snapshot = store.sequence();
    store.delete("t", bytes("ab"));
    store.put("t", bytes("b"), bytes("new"));
    assertThat(scan(KeyRange.all(), Limits.MAX_SEQUENCE, false)).isEqualTo("a=A abc=ABC b=new c=C");
    assertThat(scan(KeyRange.all(), snapshot, true)).isEqualTo("c=C b=B abc=ABC ab=AB a=A");
    assertThat(scan(new KeyRange(bytes("ab"), bytes("c")), snapshot, false))
        .isEqualTo("ab=AB abc=ABC b=B");
    assertThat(scan(KeyRange.prefix(new byte[] {'a', 'b'}), Limits.MAX_SEQUENCE, false))
        .isEqualTo("abc=ABC");
    assertThat(scan(KeyRange.to(new byte[] {'a', 'b'}), snapshot, false)).isEqualTo("a=A");
    assertThat(store.rows("t")).hasSize(4);
  }

  @Test
  void matchesTheLongestLivePrefix() {
    for (String key : List.of("a", "ab", "abcd", "b")) {
      store.put("t", bytes(key), bytes("of " + key));
    }
    long snapshot = store.sequence();
    store.delete("t", bytes("ab"));
    store.delete("t", bytes("b"));
    assertThat(match("abc", snapshot)).isEqualTo("\"ab\"");
    assertThat(match("abc", Limits.MAX_SEQUENCE)).isEqualTo("\"a\"");
    assertThat(match("abcd", Limits.MAX_SEQUENCE)).isEqualTo("\"abcd\"");
    assertThat(match("b", snapshot)).isEqualTo("\"b\"");
    assertThat(match("b", Limits.MAX_SEQUENCE)).isEqualTo("-");
  }

  private String match(String key, long snapshot) {
    ModelStore.Row row = store.longestPrefixMatch("t", bytes(key), snapshot);
    return row == null ? "-" : row.key().toString();
  }

  @Test
  void listsFoldersAndKeys() {
    for (String key : List.of("a", "a/1", "a/2", "a//", "b/", "c/x/y", "c/z")) {
      store.put("t", bytes(key), bytes("v"));
    }
    long snapshot = store.sequence();
    store.delete("t", bytes("b/"));
    assertThat(names("", "/", snapshot)).isEqualTo("a=v a/ b/ c/");
    assertThat(names("", "/", Limits.MAX_SEQUENCE)).isEqualTo("a=v a/ c/");
    assertThat(names("a", "/", snapshot)).isEqualTo("a=v a/");
    assertThat(names("a/", "/", snapshot)).isEqualTo("a// a/1=v a/2=v");
    assertThat(names("c/", "/", snapshot)).isEqualTo("c/x/ c/z=v");
    assertThat(names("a", "//", snapshot)).isEqualTo("a=v a// a/1=v a/2=v");
  }

  private String names(String prefix, String delimiter, long snapshot) {
    return store.commonPrefixes("t", bytes(prefix), bytes(delimiter), snapshot).stream()
        .map(name -> name.name() + (name.value() == null ? "" : "=" + name.value()))
        .map(name -> name.replace("\"", ""))
        .collect(Collectors.joining(" "));
  }
}
