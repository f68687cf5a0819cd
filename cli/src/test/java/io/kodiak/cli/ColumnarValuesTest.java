package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What values of columnar files become: keys in the order of time, and fields of JSON. */
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

  @Test
  void keysFromTimesAreInTheOrderOfTime() throws Exception {
    Path file =
        copy(
            "times.parquet",
            "SELECT to_timestamp(s) AS point, make_timestamp((s * 1000000)::BIGINT) AS local,"
                + " make_timestamp((s * 1000000)::BIGINT)::TIME AS time, 's' || s AS v"
                + " FROM (VALUES (61.5), (61.000001), (60.0), (61.0)) t(s)",
            "");
    ok("ingest", file.toString(), "--key", "point", "--value", "v", "-t", "points");
    assertThat(ok("scan", "-t", "points"))
        .isEqualTo(
            """
            1970-01-01T00:01:00.000000000Z\ts60.000000
            1970-01-01T00:01:01.000000000Z\ts61.000000
            1970-01-01T00:01:01.000001000Z\ts61.000001
            1970-01-01T00:01:01.500000000Z\ts61.500000
            """);
    ok("ingest", file.toString(), "--key", "local", "--value", "v", "-t", "local");
    assertThat(ok("get", "1970-01-01T00:01:00.000000000", "-t", "local")).isEqualTo("s60.000000\n");
    ok("ingest", file.toString(), "--key", "time", "--value", "v", "-t", "times");
    assertThat(ok("get", "00:01:01.500000000", "-t", "times")).isEqualTo("s61.500000\n");
    assertThat(ok("inspect", file.toString(), "--rows", "1"))
        .as("the text that is the key")
        .contains("1970-01-01T00:01:01.500000000Z\t");
  }

  @Test
  void keysFromDoublesAreDecimalsWithoutAnExponent() throws Exception {
    Path file =
        copy(
            "doubles.parquet",
            "SELECT * FROM (VALUES (1e10::DOUBLE, 'a'), (-1.5e-7, 'b'), (2.5, 'c'), ('nan', 'd'),"
                + " ('-inf', 'e')) t(k, v)",
            "");
    ok("ingest", file.toString(), "--key", "k", "--value", "v");
    assertThat(ok("scan"))
        .isEqualTo("-0.00000015\tb\n-Infinity\te\n10000000000\ta\n2.5\tc\nNaN\td\n");
  }
}
