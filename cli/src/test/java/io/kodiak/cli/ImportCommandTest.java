package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportCommandTest extends CliFixture {
  private Outcome load(String name, String text, String... options) throws IOException {
    String[] args = new String[options.length + 4];
    args[0] = "import";
    args[1] = write(name, text).toString();
    args[2] = "--key";
    args[3] = "id";
    System.arraycopy(options, 0, args, 4, options.length);
    return kodiak(args);
  }

  private static void assertImported(Outcome outcome, String begin) {
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).startsWith(begin);
  }

  @Test
  void csvRowsBecomeJsonObjects() throws IOException {
    String text =
        "\ufeffid,name,note\r\n1,Ann,\"says \"\"hi\"\", twice\"\r\n\r\n2,Bob,\"two\nlines\"\r\n3,,\n";
    assertImported(load("people.csv", text), "3 rows imported into table \"default\"  (");
    assertThat(ok("scan").lines())
        .containsExactly(
            "1\t{\"id\":\"1\",\"name\":\"Ann\",\"note\":\"says \\\\\"hi\\\\\", twice\"}",
            "2\t{\"id\":\"2\",\"name\":\"Bob\",\"note\":\"two\\\\nlines\"}",
            "3\t{\"id\":\"3\",\"name\":\"\",\"note\":\"\"}");
  }

  @Test
  void jsonLinesAreKept() throws IOException {
    String text =
        "{\"id\": \"a\", \"n\": 1.50, \"deep\": {\"x\": [1, null]}}\n\n  {\"id\":7,\"n\":\"é\"}  \n{\"n\":0,\"id\":\"last\"}";
    assertImported(load("rows.jsonl", text), "3 rows imported");
    assertThat(ok("get", "a")).isEqualTo("{\"id\":\"a\",\"n\":1.50,\"deep\":{\"x\":[1,null]}}\n");
    assertThat(ok("get", "7")).isEqualTo("{\"id\":7,\"n\":\"é\"}\n");
    assertThat(ok("get", "last")).isEqualTo("{\"n\":0,\"id\":\"last\"}\n");
  }

  @Test
  void anArrayOfObjectsIsReadAsWell() throws IOException {
    assertImported(
        load("rows.json", "\n[ {\"id\":\"a\"},\n {\"id\":\"b\", \"x\": {\"id\":\"no\"}} ]\n"),
        "2 rows imported");
    assertThat(ok("get", "b")).isEqualTo("{\"id\":\"b\",\"x\":{\"id\":\"no\"}}\n");
    assertThat(ok("scan", "--keys-only")).isEqualTo("a\nb\n");
    assertImported(load("none.json", "[]"), "0 rows imported");
    assertImported(load("empty.jsonl", ""), "0 rows imported");
  }

  @Test
  void compressedFilesAndStandardInputAreRead() throws IOException {
    Path file = folder.resolve("rows.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("id,x\na,1\n".getBytes(UTF_8));
    }
    assertImported(kodiak("import", file.toString(), "--key", "id"), "1 row imported");
    stdin("{\"id\":\"b\"}\n");
    assertImported(kodiak("import", "-", "--key", "id", "--format", "jsonl"), "1 row imported");
    assertThat(ok("scan", "--keys-only")).isEqualTo("a\nb\n");
  }

  @Test
  void manyRowsAreImportedInBatches() throws IOException {
    StringBuilder text = new StringBuilder("id,text\n");
    for (int i = 0; i < 20_000; i++) {
      text.append(i).append(",row number ").append(i).append('\n');
    }
    assertImported(load("many.csv", text.toString()), "20,000 rows imported");
    assertThat(ok("scan").lines().count()).isEqualTo(20_000);
    assertThat(ok("get", "19999")).contains("row number 19999");
  }

  @Test
  void theResultIsPrintedAsJson() throws IOException {
    String out = load("rows.csv", "id,x\na,1\n", "--json", "-t", "t").out();
    assertThat(out.replaceAll("\\s", ""))
        .startsWith("{\"table\":\"t\",\"rows\":1,\"skipped\":0,\"bytes\":19,\"seconds\":");
  }

  @Test
  void aBadRowStopsTheImportAndIsNamed() throws IOException {
    Outcome outcome = load("rows.csv", "id,x\na,1\nb\nc,3\n");
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .isEqualTo(
            "kodiak: "
                + folder.resolve("rows.csv")
                + ":3: 1 fields instead of 2 as in line 1\n1 row before it imported; nothing after it\n");
    assertThat(ok("scan", "--keys-only")).isEqualTo("a\n");
  }

  @Test
  void badRowsAreSkippedAndCounted() throws IOException {
    Outcome outcome = load("rows.csv", "id,x\na,1\nb\n,2\nc,3\n", "--on-error", "skip");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).startsWith("2 rows imported into table \"default\", 2 skipped");
    assertThat(outcome.err())
        .contains("kodiak: skipped " + folder.resolve("rows.csv") + ":3: 1 fields instead of 2")
        .contains("rows.csv:4: the key has 0 bytes, not 1 to 64 KiB");
    assertThat(ok("scan", "--keys-only")).isEqualTo("a\nc\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'a'|rows.jsonl:2: Unexpected end-of-input",
        "[1]|rows.jsonl:2: expected a JSON object",
        "{'id':'a'} {'id':'b'}|rows.jsonl:2: expected one JSON object, found more",
        "{'x':1}|rows.jsonl:2: the object has no text or number \"id\"",
        "{'id':null}|rows.jsonl:2: the object has no text or number \"id\"",
        "{'id':{}}|rows.jsonl:2: the object has no text or number \"id\"",
        "{'id':'a','id':'b'}|rows.jsonl:2: Duplicate field 'id'",
        "nonsense|rows.jsonl:2: Unrecognized token 'nonsense'"
      })
  void badLinesOfJsonAreNamed(String bad, String reason) throws IOException {
    String text = "{'id':'first'}\n" + bad + "\n{'id':'last'}\n";
    Outcome outcome = load("rows.jsonl", text.replace('\'', '"'), "--on-error=skip");
    assertThat(outcome.out()).startsWith("2 rows imported into table \"default\", 1 skipped");
    assertThat(outcome.err()).contains(reason);
  }

  @Test
  void aBrokenArrayEndsTheImportWithItsLine() throws IOException {
    Outcome outcome =
        load("rows.json", "[{\"id\":\"a\"},\n{\"id\":\"b\"},\n{\"id\" \"c\"}]", "--on-error=skip");
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .contains("rows.json: line 3: ")
        .contains("2 rows before it imported; nothing after it");
    assertThat(ok("scan", "--keys-only")).isEqualTo("a\nb\n");
  }

  @Test
  void csvThatCannotBeReadOnEndsTheImportWithItsLine() throws IOException {
    Path file = folder.resolve("rows.csv");
    Files.write(file, new byte[] {'i', 'd', '\n', 'a', '\n', (byte) 0xff, '\n'});
    Outcome outcome = kodiak("import", file.toString(), "--key", "id");
    assertThat(outcome.code()).isNotZero();
    assertThat(outcome.err()).contains("bytes that are not UTF-8");
    Outcome quoted = load("quoted.csv", "id,x\na,\"1\" 2\nb,3\n");
    assertThat(quoted.code()).isEqualTo(3);
    assertThat(quoted.err()).contains("quoted.csv: ");
  }

  @Test
  void wrongUsageIsExplained() throws IOException {
    assertThat(load("rows.csv", "name,x\na,1\n"))
        .matches(o -> o.code() == 2)
        .matches(o -> o.err().contains("there is no column \"id\"; there are: name, x"));
    assertThat(load("rows.csv", "id,id\n").err()).contains("two columns have the same name");
    assertThat(load("rows.csv", "").err()).contains("it is empty");
    assertThat(load("rows.txt", "").err()).contains("does not tell its format; give --format");
    assertThat(fails(2, "import", "x.csv")).contains("--key");
    assertThat(fails(3, "import", folder.resolve("none.csv").toString(), "--key", "id"))
        .isEqualTo("kodiak: " + folder.resolve("none.csv") + ": there is no such file\n");
    assertThat(fails(3, "import", folder.toString(), "--key", "id", "--format", "csv"))
        .contains("it is a folder");
    assertThat(folder.resolve("db")).as("no database was made").doesNotExist();
  }

  @Test
  void keysMayBeHexadecimal() throws IOException {
    Outcome outcome = load("rows.csv", "id\n00ff\nxx\n", "--hex", "--on-error", "skip");
    assertThat(outcome.err()).contains("rows.csv:3: the key \"xx\" is not hexadecimal");
    assertThat(ok("--hex", "scan", "--keys-only")).isEqualTo("00ff\n");
  }
}
