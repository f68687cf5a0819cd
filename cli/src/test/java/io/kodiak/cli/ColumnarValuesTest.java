package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What values of columnar files become: fields of JSON. */
class ColumnarValuesTest extends CliFixture {
  @Test
  void nestedValuesInJsonAreWhatTheyAreAndNotWhatATerminalShows() throws Exception {
    Path file =
        copy(
            "nested.parquet",
            "SELECT 'row' AS key, MAP {'a\\b': 'c\\d'} AS map,"
                + " {'x\\y': 'p' || chr(10) || 'q'} AS struct,"
                + " ['one' || chr(10) || 'two', 'back\\slash'] AS list,"
                + " [encode('t\\u' || chr(10)), '\\xFF\\x00'::BLOB] AS bytes,"
                + " MAP {encode('m\\'): 1, '\\xFE'::BLOB: 2} AS raw",
            "");
    String row =
        "\"map\":{\"a\\\\b\":\"c\\\\d\"},\"struct\":{\"x\\\\y\":\"p\\nq\"},"
            + "\"list\":[\"one\\ntwo\",\"back\\\\slash\"],"
            + "\"bytes\":[\"t\\\\u\\n\",\"ff00\"],\"raw\":{\"m\\\\\":1,\"fe\":2}}";
    ok("ingest", file.toString(), "--key", "key");
    assertThat(ok("--hex", "get", "726f77")).as("as it is stored").isNotBlank();
    assertThat(ok("get", "row")).isEqualTo("{\"key\":\"row\"," + row + "\n");
    assertThat(ok("inspect", file.toString(), "--json", "--rows", "1").replaceAll("\\s", ""))
        .contains("\"first-rows\":[{\"key\":\"row\"," + row + "]");
  }

  @Test
  void mapsWithKeysThatAreNestedKeepThemAsJson() throws Exception {
    Path file = copy("m.parquet", "SELECT 'r' AS key, MAP {['a\\', 'b']: 1} AS map", "");
    ok("ingest", file.toString(), "--key", "key");
    assertThat(ok("get", "r")).contains("\"map\":{\"[\\\"a\\\\\\\\\\\",\\\"b\\\"]\":1}");
  }
}
