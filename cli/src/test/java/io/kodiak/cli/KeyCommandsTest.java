package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class KeyCommandsTest extends CliFixture {
  @Test
  void putGetAndDelete() {
    assertThat(ok("put", "a", "1")).isEmpty();
    assertThat(ok("get", "a")).isEqualTo("1\n");
    ok("put", "a", "2");
    assertThat(ok("get", "a")).isEqualTo("2\n");
    assertThat(ok("delete", "a")).isEmpty();
    assertThat(fails(1, "get", "a")).isEqualTo("kodiak: there is no key \"a\"\n");
    assertThat(fails(1, "delete", "a")).isEqualTo("kodiak: there is no key \"a\"\n");
  }

  @Test
  void tablesAreApart() {
    ok("put", "a", "1");
    ok("-t", "other", "put", "a", "2");
    ok("put", "-t", "third", "a", "3");
    assertThat(ok("get", "a")).isEqualTo("1\n");
    assertThat(ok("-t", "other", "get", "a")).isEqualTo("2\n");
    assertThat(ok("get", "a", "-t", "third")).isEqualTo("3\n");
  }

  @Test
  void readingMakesNoDatabase() {
    for (String command :
        new String[] {
          "get a",
          "delete a",
          "scan",
          "prefix-match a",
          "prefixes --delimiter /",
          "stats",
          "verify",
          "flush",
          "compact"
        }) {
      assertThat(fails(1, command.split(" ", -1)))
          .isEqualTo("kodiak: there is no database in " + folder.resolve("db") + "\n");
    }
    assertThat(folder.resolve("db")).doesNotExist();
  }

  @Test
  void readingMakesNoTable() {
    ok("put", "a", "1");
    for (String command :
        new String[] {
          "get a",
          "delete a",
          "scan",
          "prefix-match a",
          "prefixes --delimiter /",
          "stats",
          "flush",
          "compact"
        }) {
      assertThat(fails(1, ("-t none " + command).split(" ", -1)))
          .isEqualTo("kodiak: there is no table \"none\"; there are: default\n");
    }
    assertThat(folder.resolve("db/tables/none")).doesNotExist();
  }

  @Test
  void namesOfTablesAreChecked() {
    for (String name : new String[] {"", "A", "../x", "a/b", "-a", "a".repeat(65)}) {
      assertThat(fails(2, "--table=" + name, "put", "a", "1")).contains("is not a table name");
    }
    assertThat(folder.resolve("db")).doesNotExist();
  }

  @Test
  void binaryKeysAndValuesAreWrittenInHexadecimal() {
    ok("--hex", "put", "00ff", "0a");
    assertThat(ok("--hex", "get", "00FF")).isEqualTo("0a\n");
    assertThat(ok("scan", "--hex")).isEqualTo("00ff\t0a\n");
    assertThat(ok("--hex", "get", "00ff", "--raw")).isEqualTo("\n");
    assertThat(fails(2, "--hex", "get", "0")).contains("KEY \"0\" is not hexadecimal");
    assertThat(fails(2, "--hex", "put", "00", "xy")).contains("VALUE \"xy\" is not hexadecimal");
  }

  @Test
  void valuesArePrintedAsTheyAre() {
    ok("put", "a", "tab\tline\nend");
    assertThat(ok("get", "a")).isEqualTo("tab\tline\nend\n");
    assertThat(ok("get", "--raw", "a")).isEqualTo("tab\tline\nend");
    ok("put", "empty", "");
    assertThat(ok("get", "empty")).isEqualTo("\n");
    assertThat(ok("get", "--raw", "empty")).isEmpty();
  }

  @Test
  void valuesArePrintedAsJson() {
    ok("put", "ä\"", "1\n2");
    assertThat(ok("get", "--json", "ä\"")).isEqualTo("{\"key\":\"ä\\\"\",\"value\":\"1\\n2\"}\n");
    ok("--hex", "put", "61", "ff");
    assertThat(ok("get", "--json", "a")).isEqualTo("{\"key\":\"a\",\"value-hex\":\"ff\"}\n");
    assertThat(ok("--hex", "get", "--json", "61"))
        .isEqualTo("{\"key-hex\":\"61\",\"value-hex\":\"ff\"}\n");
  }

  @Test
  void keysThatBeginWithAHyphenFollowTwo() {
    ok("put", "--", "-a", "-1");
    assertThat(ok("get", "--", "-a")).isEqualTo("-1\n");
  }

  @Test
  void keysOutsideTheBoundsAreRefused() {
    ok("put", "a", "1");
    assertThat(fails(2, "put", "", "1")).contains("a key has 1 to 65536 bytes, this one 0");
    assertThat(fails(2, "get", "")).contains("a key has 1 to 65536 bytes");
    assertThat(fails(2, "put", "k".repeat(65537), "1")).contains("this one 65537");
  }

  @Test
  void anOptionNamesAnotherDirectory() {
    String elsewhere = folder.resolve("elsewhere").toString();
    ok("-d", elsewhere, "put", "a", "1");
    assertThat(ok("get", "a", "-d", elsewhere)).isEqualTo("1\n");
    assertThat(Files.exists(folder.resolve("db"))).isFalse();
  }
}
