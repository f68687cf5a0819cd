package io.kodiak.assembly;

import static io.kodiak.assembly.TestDatabase.bytes;
import static io.kodiak.assembly.TestDatabase.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Limits;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.KeyValue;
import io.kodiak.engine.database.KodiakException;
import io.kodiak.engine.database.Listing;
import io.kodiak.engine.database.Snapshot;
import io.kodiak.engine.database.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions about prefixes through the public interface, while data moves from memory to files. */
class PrefixesTest {
  @TempDir Path directory;

  private static @Nullable String matched(@Nullable KeyValue found) {
    return found == null ? null : text(found.key()) + "=" + text(found.value());
  }

  private static List<String> names(Listing opened) {
    List<String> names = new ArrayList<>();
    try (Listing listing = opened) {
      while (listing.next()) {
        String name = text(listing.name());
        names.add(listing.isFolder() ? name : name + "=" + text(listing.value()));
      }
    }
    return names;
  }

  private static void assertRoutes(Table routes) {
    assertThat(matched(routes.longestPrefixMatch(bytes("a/b/c/d")))).isEqualTo("a/b=3");
    assertThat(matched(routes.longestPrefixMatch(bytes("a/x")))).isEqualTo("a=1");
    assertThat(matched(routes.longestPrefixMatch(bytes("b")))).isNull();
    assertThat(names(routes.commonPrefixes(new byte[0], bytes("/")))).containsExactly("a=1", "a/");
    assertThat(names(routes.commonPrefixes(bytes("a/"), bytes("/"))))
        .containsExactly("a/b=3", "a/d/");
  }

  @Test
  void answersFromMemoryAndFilesAlike() throws Exception {
    try (Database db = TestDatabase.open(directory)) {
      Table routes = db.table("routes");
      routes.put(bytes("a"), bytes("0"));
      routes.put(bytes("a/b/c"), bytes("2"));
      routes.put(bytes("b/x"), bytes("9"));
      routes.put(bytes("a/b"), bytes("3"));
      db.flush();
      routes.put(bytes("a"), bytes("1"));
      routes.put(bytes("a/d/e"), bytes("4"));
      try (Snapshot before = db.snapshot()) {
        routes.delete(bytes("a/b/c"));
        routes.delete(bytes("b/x"));
        assertRoutes(routes);
        db.flush();
        assertRoutes(routes);
        db.compact();
        assertRoutes(routes);
        assertThat(matched(routes.longestPrefixMatch(bytes("a/b/c/d"), before)))
            .isEqualTo("a/b/c=2");
        assertThat(names(routes.commonPrefixes(new byte[0], bytes("/"), before)))
            .containsExactly("a=1", "a/", "b/");
      }
    }
    try (Database db = TestDatabase.open(directory)) {
      assertRoutes(db.table("routes"));
    }
  }

  @Test
  void whatIsReturnedIsTheCallers() throws Exception {
    try (Database db = TestDatabase.open(directory)) {
      Table table = db.table("t");
      table.put(bytes("ab"), bytes("1"));
      byte[] asked = bytes("abc");
      KeyValue found = table.longestPrefixMatch(asked);
      assertThat(found).isNotNull();
      found.key()[0] = 'x';
      found.value()[0] = 'x';
      assertThat(asked).isEqualTo(bytes("abc"));
      assertThat(matched(table.longestPrefixMatch(asked))).isEqualTo("ab=1");
    }
  }

  @Test
  void aListingGoesOnBehindAnyNameAndHasNoValueForAFolder() throws Exception {
    try (Database db = TestDatabase.open(directory)) {
      Table table = db.table("t");
      for (String key : List.of("a/1", "b", "c/1", "c/2", "d/1")) {
        table.put(bytes(key), bytes(key));
      }
      try (Listing listing = table.commonPrefixes(new byte[0], bytes("/"))) {
        assertThat(listing.nextAfter(bytes("b"))).isTrue();
        assertThat(text(listing.name())).isEqualTo("c/");
        assertThatThrownBy(listing::value).isInstanceOf(IllegalStateException.class);
        assertThat(listing.next()).isTrue();
        assertThat(text(listing.name())).isEqualTo("d/");
        assertThat(listing.nextAfter(bytes("c/1"))).isTrue();
        assertThat(text(listing.name())).isEqualTo("d/");
        assertThat(listing.nextAfter(bytes("a/"))).isTrue();
        assertThat(text(listing.value())).isEqualTo("b");
      }
    }
  }

  @Test
  void refusesWhatMakesNoSense() throws Exception {
    Database db = TestDatabase.open(directory);
    Table table = db.table("t");
    assertThatThrownBy(() -> table.longestPrefixMatch(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> table.longestPrefixMatch(new byte[Limits.MAX_KEY_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> table.commonPrefixes(bytes("a"), new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a delimiter has at least one byte");
    assertThatThrownBy(() -> table.commonPrefixes(new byte[Limits.MAX_KEY_BYTES + 1], bytes("/")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a prefix has at most");
    Listing listing = table.commonPrefixes(bytes("a"), bytes("/"));
    listing.close();
    listing.close();
    assertThatThrownBy(listing::next)
        .isInstanceOf(KodiakException.class)
        .hasMessageContaining("this listing is closed");
    db.close();
    assertThatThrownBy(() -> table.longestPrefixMatch(bytes("a")))
        .isInstanceOf(KodiakException.class);
    assertThatThrownBy(() -> table.commonPrefixes(bytes("a"), bytes("/")))
        .isInstanceOf(KodiakException.class);
  }
}
