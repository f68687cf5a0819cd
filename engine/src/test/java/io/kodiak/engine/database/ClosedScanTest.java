package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.KeyRange;
import io.kodiak.engine.storage.MemoryStorage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a scan or listing stood on may be memory of something else once it is closed. */
class ClosedScanTest {
  private static void expectClosed(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KodiakException.class, e -> assertThat(e.kind()).isEqualTo(KodiakException.Kind.CLOSED))
        .hasMessageContaining("is closed");
  }

  @Test
  void showsNothingOfWhereItStood() {
    try (Database db = SmallDatabase.open(new MemoryStorage())) {
      Table table = db.table("t");
      table.put(bytes("a/b"), bytes("value"));
      Scan scan = table.scan(KeyRange.all());
      assertThat(scan.next()).isTrue();
      scan.close();
      expectClosed(scan::key);
      expectClosed(scan::value);
      expectClosed(scan::entry);
      expectClosed(scan::next);
      Listing listing = table.commonPrefixes(bytes(""), bytes("/"));
      assertThat(listing.next()).isTrue();
      listing.close();
      expectClosed(listing::name);
      expectClosed(listing::value);
      expectClosed(listing::isFolder);
    }
  }

  @Test
  void aClosedDatabaseIsNotVerified() {
    Database db = SmallDatabase.open(new MemoryStorage());
    db.table("t").put(bytes("key"), bytes("value"));
    db.close();
    assertThatThrownBy(() -> db.verify(file -> {}))
        .isInstanceOfSatisfying(
            KodiakException.class,
            e -> assertThat(e.kind()).isEqualTo(KodiakException.Kind.CLOSED));
  }
}
