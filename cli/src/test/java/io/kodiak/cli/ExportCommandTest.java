package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.KeyRange;
import io.kodiak.assembly.Kodiak;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Scan;
import io.kodiak.engine.database.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportCommandTest extends CliFixture {
  private static final HexFormat HEX = HexFormat.of();

  private Path file(String name) {
    return folder.resolve(name);
  }

  private String export(String name, String... options) throws IOException {
    String[] args = new String[options.length + 2];
    args[0] = "export";
    args[1] = file(name).toString();
    System.arraycopy(options, 0, args, 2, options.length);
    assertThat(ok(args)).contains(" exported as ");
    return Files.readString(file(name));
  }

  private void put(String key, String value) {
    ok("put", key, value);
  }

  private void fill(Map<String, byte[]> rows) {
    try (Database database = Kodiak.open(file("kodiak.conf"))) {
      Table table = database.table("default");
      rows.forEach((key, value) -> table.put(HEX.parseHex(key), value));
    }
  }

  /** Keys and values of a table, both in hexadecimal. */
  private Map<String, String> rows(String name) {
    Map<String, String> rows = new TreeMap<>();
    try (Database database = Kodiak.open(file("kodiak.conf"));
        Scan scan = database.table(name).scan(KeyRange.all())) {
      while (scan.next()) {
        rows.put(HEX.formatHex(scan.key()), HEX.formatHex(scan.value()));
      }
    }
    return rows;
  }

  @Test
  void csvHasAHeaderAndQuotesWhatNeedsThem() throws IOException {
    put("a", "plain");
    put("b,c", "says \"hi\"");
    put("d", "two\nlines");
    put("e", "");
    put("f", " blank before");
    assertThat(export("rows.csv"))
        .isEqualTo(
            """
            key,value
            a,plain
            "b,c","says ""hi""\"
            d,"two
            lines"
            e,""
            f," blank before"
            """);
  }

  @Test
  void jsonHasAnObjectALine() throws IOException {
    put("a", "plain");
    put("é\"", "tab\tand\nline");
    assertThat(export("rows.jsonl"))
        .isEqualTo(
            "{\"key\":\"a\",\"value\":\"plain\"}\n{\"key\":\"é\\\"\",\"value\":\"tab\\tand\\nline\"}\n");
  }

  @Test
  void anEmptyTableHasNoRows() throws IOException {
    put("a", "1");
    ok("delete", "a");
    assertThat(export("rows.csv")).isEqualTo("key,value\n");
    assertThat(export("rows.jsonl")).isEmpty();
  }

  @Test
  void onlyTheNewestLiveRowsAreExported() throws IOException {
    put("a", "old");
    ok("flush");
    put("a", "new");
    put("b", "gone");
    ok("delete", "b");
    assertThat(export("rows.csv")).isEqualTo("key,value\na,new\n");
  }

  @Test
  void keysAreChosenByPrefixAndByRange() throws IOException {
    for (String key : new String[] {"a1", "a2", "b1", "b2", "c1"}) {
      put(key, "v");
    }
    assertThat(export("p.csv", "--prefix", "b")).isEqualTo("key,value\nb1,v\nb2,v\n");
    assertThat(export("r.csv", "--from", "a2", "--to", "b2")).isEqualTo("key,value\na2,v\nb1,v\n");
    assertThat(fails(2, "export", file("x.csv").toString(), "--prefix", "a", "--to", "b"))
        .contains("--prefix goes without --from and --to");
  }

  @Test
  void columnsAreChosen() throws IOException {
    put("a", "1");
    put("b", "");
    assertThat(export("k.csv", "--columns", "key")).isEqualTo("key\na\nb\n");
    assertThat(export("v.csv", "--columns", "value")).isEqualTo("value\n1\n\"\"\n");
    assertThat(export("vk.csv", "--columns", "value,key")).isEqualTo("value,key\n1,a\n\"\",b\n");
    assertThat(export("v.jsonl", "--columns", "value"))
        .isEqualTo("{\"value\":\"1\"}\n{\"value\":\"\"}\n");
    assertThat(fails(2, "export", file("x.csv").toString(), "--columns", "key,key"))
        .contains("--columns: a file has the columns key, value or both, each once");
  }

  @ParameterizedTest
  @CsvSource({
    "csv,hex",
    "csv,base64",
    "jsonl,hex",
    "jsonl,base64",
    "csv.gz,hex",
    "jsonl.gz,base64"
  })
  void anyBytesComeBackByteForByte(String ending, String encoding) {
    Map<String, byte[]> rows = new TreeMap<>();
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
      rows.put(HEX.formatHex(new byte[] {(byte) i}), new byte[] {(byte) (255 - i)});
      byte[] some = new byte[i];
      new Random(i).nextBytes(some);
      rows.put("00ff" + HEX.formatHex(all, 0, i), some);
    }
    rows.put(HEX.formatHex(all), new byte[0]);
    byte[] large = new byte[1 << 20];
    new Random(1).nextBytes(large);
    rows.put("ffff", large);
    fill(rows);
    assertRoundTrip(ending, encoding);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl", "csv.gz"})
  void anyTextComesBackByteForByte(String ending) {
    Map<String, byte[]> rows = new TreeMap<>();
    for (int c = 0; c < 0x3000; c++) {
      rows.put(HEX.formatHex(("c" + Character.toString(c)).getBytes(UTF_8)), text(c, "x"));
    }
    String[] awkward = {
      "",
      "\r",
      "\n",
      "\r\n",
      "\n\r",
      "\"",
      "\"\"",
      ",",
      "\",\"",
      " ",
      " a ",
      "\t",
      "#",
      "\\",
      "'",
      "null",
      "NULL",
      "\\N",
      "\ufeffmark",
      "\ud83d\ude00",
      "\u2028",
      "a\rb",
      "a\r\nb",
      "a\n",
      "\\\"",
      "\0",
      "\u007f\u0080",
      "\uffff\ufffd"
    };
    for (int i = 0; i < awkward.length; i++) {
      rows.put(HEX.formatHex((i + "" + awkward[i]).getBytes(UTF_8)), awkward[i].getBytes(UTF_8));
      rows.put(HEX.formatHex((awkward[i] + i).getBytes(UTF_8)), "x".getBytes(UTF_8));
    }
    rows.put("7a", "\"\n\0é".repeat(200_000).getBytes(UTF_8));
    fill(rows);
    assertRoundTrip(ending, "text");
  }

  private static byte[] text(int codePoint, String end) {
    return (Character.toString(codePoint) + end).getBytes(UTF_8);
  }

  private void assertRoundTrip(String ending, String encoding) {
    String name = file("rows." + ending).toString();
    assertThat(ok("export", name, "--encoding", encoding)).contains(" exported as ");
    assertThat(
            ok("import", name, "--key=key", "--value=value", "--encoding", encoding, "-t", "copy"))
        .contains(" imported into table \"copy\"");
    assertThat(rows("copy")).isEqualTo(rows("default"));
  }

  @Test
  void aValueColumnMayBeANumberOrFirst() throws IOException {
    Path json = write("rows.jsonl", "{\"n\": 1.50, \"id\": \"a\", \"x\": {}}\n");
    ok("import", json.toString(), "--key", "id", "--value", "n");
    Path csv = write("rows.csv", "v,id,x\n1,b,2\n,c,3\n");
    ok("import", csv.toString(), "--key", "id", "--value", "v");
    assertThat(ok("scan")).isEqualTo("a\t1.50\nb\t1\nc\t\n");
  }

  @Test
  void rowsWithoutAUsableValueAreNamed() throws IOException {
    Path json = write("rows.jsonl", "{\"id\": \"a\", \"v\": null}\n{\"id\": \"b\"}\n");
    String[] skip = {"import", json.toString(), "--key=id", "--value=v", "--on-error=skip"};
    assertThat(kodiak(skip).err())
        .contains("rows.jsonl:1: the object has no text or number \"v\"")
        .contains("rows.jsonl:2: the object has no text or number \"v\"");
    Path csv = write("rows.csv", "id,v\n61,xy\n");
    assertThat(fails(3, "import", csv.toString(), "--key=id", "--value=v", "--encoding=hex"))
        .contains("rows.csv:2: the value of the key \"61\" is not hexadecimal");
    Path base = write("base.csv", "id,v\n!,xy\n");
    assertThat(fails(3, "import", base.toString(), "--key=id", "--value=v", "--encoding=base64"))
        .contains("base.csv:2: the key \"!\" is not Base64");
    assertThat(fails(2, "import", csv.toString(), "--key=id", "--value=w"))
        .contains("there is no column \"w\"; there are: id, v");
  }

  @Test
  void bytesThatAreNoTextAreRefusedByKeyAndLeaveTheOldFile() throws IOException {
    put("a", "1");
    export("rows.csv");
    ok("--hex", "put", "62", "ff");
    assertThat(fails(3, "export", file("rows.csv").toString()))
        .isEqualTo(
            "kodiak: the value of the key \"b\" is not UTF-8; export with --encoding hex or "
                + "--encoding base64\n");
    assertThat(Files.readString(file("rows.csv"))).isEqualTo("key,value\na,1\n");
    ok("--hex", "put", "fe", "61");
    assertThat(fails(3, "export", file("rows.jsonl").toString(), "--from", "c"))
        .contains("the key \"\\xfe\" is not UTF-8");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("kodiak.conf", "db", "rows.csv");
    }
  }

  @Test
  void hexMeansTheSameAsTheEncoding() throws IOException {
    put("a", "1");
    assertThat(export("rows.csv", "--hex")).isEqualTo("key,value\n61,31\n");
    assertThat(fails(2, "export", file("x.csv").toString(), "--hex", "--encoding", "base64"))
        .contains("--hex and --encoding base64 contradict each other");
  }

  @Test
  void standardOutputHoldsTheRowsAlone() {
    put("a", "1");
    Outcome outcome = kodiak("export", "-", "--format", "csv");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEqualTo("key,value\na,1\n");
    assertThat(outcome.err()).startsWith("1 row of table \"default\" exported as csv  (2 B, ");
    Outcome json = kodiak("export", "-", "--format", "jsonl", "--json");
    assertThat(json.out()).isEqualTo("{\"key\":\"a\",\"value\":\"1\"}\n");
    assertThat(json.err()).contains("\"rows\" : 1");
  }

  @Test
  void theResultIsPrintedAsJson() {
    put("a", "1");
    String name = file("rows.csv").toString();
    assertThat(ok("export", name, "--json").replaceAll("\\s", ""))
        .startsWith(
            "{\"table\":\"default\",\"file\":\""
                + name
                + "\",\"format\":\"csv\",\"rows\":1,\"bytes\":2,\"seconds\":");
  }

  @Test
  void wrongUsageIsExplained() throws IOException {
    put("a", "1");
    assertThat(fails(2, "export", "rows.txt"))
        .contains("the ending of rows.txt does not tell its format; give --format");
    assertThat(fails(2, "export", "rows.csv", "--compression", "zstd"))
        .contains("--compression is not for csv");
    assertThat(fails(2, "export", "rows.parquet", "--encoding", "hex"))
        .contains("--encoding is not for parquet");
    assertThat(fails(2, "export", "rows.arrows.gz")).contains("arrow-stream is compressed within");
    assertThat(fails(3, "export", folder.toString(), "--format", "csv"))
        .contains("it is a folder or a device");
    assertThat(fails(3, "export", file("no/rows.csv").toString())).contains("there is no folder");
    assertThat(fails(1, "export", file("rows.csv").toString(), "-t", "none"))
        .contains("there is no table \"none\"");
    assertThat(file("rows.csv")).doesNotExist();
  }
}
