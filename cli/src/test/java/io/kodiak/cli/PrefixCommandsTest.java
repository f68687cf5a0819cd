package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrefixCommandsTest extends CliFixture {
  @BeforeEach
  void fill() {
    for (String key : new String[] {"a", "a/b/c", "a/b/d", "a/e", "f", "g/h"}) {
      ok("put", key, "of " + key);
    }
  }

  @Test
  void printsTheLongestKeyThatAnotherBeginsWith() {
    assertThat(ok("prefix-match", "a/b/c/d")).isEqualTo("a/b/c\tof a/b/c\n");
    assertThat(ok("prefix-match", "a/b/c")).isEqualTo("a/b/c\tof a/b/c\n");
    assertThat(ok("prefix-match", "a/b")).isEqualTo("a\tof a\n");
    ok("delete", "a/b/c");
    ok("flush");
    assertThat(ok("prefix-match", "a/b/c/d")).isEqualTo("a\tof a\n");
    assertThat(fails(1, "prefix-match", "g"))
        .isEqualTo("kodiak: there is no key that \"g\" begins with\n");
    assertThat(fails(2, "prefix-match", "")).contains("a key has 1 to 65536 bytes");
  }

  @Test
  void printsTheLongestKeyInOtherNotations() {
    assertThat(ok("--hex", "prefix-match", "6678")).isEqualTo("66\t6f662066\n");
    assertThat(ok("prefix-match", "fx", "--json"))
        .isEqualTo("{\"key\":\"f\",\"value\":\"of f\"}\n");
    assertThat(ok("--hex", "prefix-match", "66ff", "--json"))
        .isEqualTo("{\"key-hex\":\"66\",\"value-hex\":\"6f662066\"}\n");
    ok("put", "tab", "\t");
    assertThat(ok("prefix-match", "table")).isEqualTo("tab\t\\t\n");
  }

  @Test
  void printsFoldersAndKeys() {
    assertThat(ok("prefixes", "--delimiter", "/"))
        .isEqualTo("key\ta\nfolder\ta/\nkey\tf\nfolder\tg/\n");
    assertThat(ok("prefixes", "--prefix", "a/", "--delimiter", "/"))
        .isEqualTo("folder\ta/b/\nkey\ta/e\n");
    assertThat(ok("prefixes", "--prefix", "z", "--delimiter", "/")).isEmpty();
    assertThat(ok("prefixes", "--delimiter", "/b/"))
        .isEqualTo("key\ta\nfolder\ta/b/\nkey\ta/e\nkey\tf\nkey\tg/h\n");
    ok("delete", "g/h");
    ok("flush");
    assertThat(ok("prefixes", "--delimiter", "/")).isEqualTo("key\ta\nfolder\ta/\nkey\tf\n");
  }

  @Test
  void printsFoldersAndKeysPageByPage() {
    assertThat(ok("prefixes", "--delimiter", "/", "--limit", "2"))
        .isEqualTo("key\ta\nfolder\ta/\n");
    assertThat(ok("prefixes", "--delimiter", "/", "--limit", "2", "--after", "a/"))
        .isEqualTo("key\tf\nfolder\tg/\n");
    assertThat(ok("prefixes", "--delimiter", "/", "--after", "g/")).isEmpty();
    assertThat(ok("prefixes", "--delimiter", "/", "--limit", "0")).isEmpty();
  }

  @Test
  void printsFoldersAndKeysInOtherNotations() {
    assertThat(ok("prefixes", "--delimiter", "/", "--limit", "2", "--json"))
        .isEqualTo("{\"key\":\"a\"}\n{\"folder\":\"a/\"}\n");
    assertThat(ok("--hex", "prefixes", "--delimiter", "2f", "--prefix", "67"))
        .isEqualTo("folder\t672f\n");
    assertThat(ok("--hex", "prefixes", "--delimiter", "2f", "--prefix", "67", "--json"))
        .isEqualTo("{\"folder-hex\":\"672f\"}\n");
  }

  @Test
  void refusesWhatCannotBeListed() {
    assertThat(fails(2, "prefixes")).contains("--delimiter");
    assertThat(fails(2, "prefixes", "--delimiter", "")).contains("--delimiter is empty");
    assertThat(fails(2, "prefixes", "--delimiter", "/", "--limit", "-1"))
        .contains("cannot be negative");
    assertThat(fails(2, "--hex", "prefixes", "--delimiter", "/")).contains("is not hexadecimal");
  }
}
