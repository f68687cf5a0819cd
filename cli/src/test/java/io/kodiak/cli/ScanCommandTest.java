package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScanCommandTest extends CliFixture {
  @BeforeEach
  void fill() {
    for (String key : new String[] {"b2", "a1", "b1", "c", "b3"}) {
      ok("put", key, key.toUpperCase(Locale.ROOT));
    }
  }

  @Test
  void printsKeysAndValuesInOrder() {
    assertThat(ok("scan")).isEqualTo("a1\tA1\nb1\tB1\nb2\tB2\nb3\tB3\nc\tC\n");
  }

  @Test
  void printsARange() {
    assertThat(ok("scan", "--prefix", "b", "--keys-only")).isEqualTo("b1\nb2\nb3\n");
    assertThat(ok("scan", "--from", "b1", "--to", "b3", "--keys-only")).isEqualTo("b1\nb2\n");
    assertThat(ok("scan", "--from", "b3", "--keys-only")).isEqualTo("b3\nc\n");
    assertThat(ok("scan", "--to", "b1", "--keys-only")).isEqualTo("a1\n");
    assertThat(ok("scan", "--from", "z")).isEmpty();
    assertThat(ok("scan", "--from", "b3", "--to", "b1")).isEmpty();
    assertThat(ok("--hex", "scan", "--prefix", "62", "--keys-only", "--limit", "1"))
        .isEqualTo("6231\n");
  }

  @Test
  void printsBackwardsAndNotMoreThanAskedFor() {
    assertThat(ok("scan", "--reverse", "--limit", "2", "--keys-only")).isEqualTo("c\nb3\n");
    assertThat(ok("scan", "--prefix", "b", "--reverse", "--keys-only")).isEqualTo("b3\nb2\nb1\n");
    assertThat(ok("scan", "--limit", "0")).isEmpty();
  }

  @Test
  void printsJson() {
    assertThat(ok("scan", "--json", "--limit", "2"))
        .isEqualTo("{\"key\":\"a1\",\"value\":\"A1\"}\n{\"key\":\"b1\",\"value\":\"B1\"}\n");
    assertThat(ok("scan", "--json", "--keys-only", "--limit", "1")).isEqualTo("{\"key\":\"a1\"}\n");
  }

  @Test
  void escapesWhatWouldBreakALine() {
    ok("-t", "odd", "put", "a\tb\n", "back\\slash\r\u0001é");
    ok("-t", "odd", "--hex", "put", "ff41", "c3");
    assertThat(ok("-t", "odd", "scan"))
        .isEqualTo("a\\tb\\n\tback\\\\slash\\r\\x01é\n\\xffA\t\\xc3\n");
  }

  @Test
  void refusesOptionsThatContradictEachOther() {
    assertThat(fails(2, "scan", "--prefix", "a", "--from", "b"))
        .contains("--prefix goes without --from and --to");
    assertThat(fails(2, "scan", "--limit", "-1")).contains("cannot be negative");
    assertThat(fails(2, "scan", "--limit", "x")).contains("--limit");
  }

  @Test
  void endsQuietlyWhenNobodyReads() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell =
        Shell.of(
            new ByteArrayInputStream(new byte[0]), closed, err, environment::get, properties::get);
    String conf = folder.resolve("kodiak.conf").toString();
    assertThat(Main.run(shell, "-c", conf, "scan")).isZero();
    assertThat(err.size()).isZero();
    assertThat(ok("get", "c")).as("the database was closed").isEqualTo("C\n");
  }
}
