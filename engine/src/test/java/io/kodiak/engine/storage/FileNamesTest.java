package io.kodiak.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FileNamesTest {
  @Test
  void namesAreBuiltAndRecognised() {
    assertThat(FileNames.manifest(7)).isEqualTo("MANIFEST-000007");
    assertThat(FileNames.walSegment(12)).isEqualTo("wal/000012.wal");
    assertThat(FileNames.sstableData("users", 31, "parquet"))
        .isEqualTo("tables/users/000031.parquet");
    assertThat(FileNames.sstableIndex("users", 31)).isEqualTo("tables/users/000031.index");
    for (long number : new long[] {0, 1, 999_999, 1_000_000, 123_456_789_012L}) {
      assertThat(FileNames.manifestNumber(FileNames.manifest(number))).isEqualTo(number);
      assertThat(FileNames.walNumber(FileNames.walSegment(number))).isEqualTo(number);
      assertThat(FileNames.sstableId(FileNames.sstableIndex("t", number))).isEqualTo(number);
      assertThat(FileNames.sstableId(FileNames.sstableData("t", number, "orc"))).isEqualTo(number);
    }
    assertThatThrownBy(() -> FileNames.walSegment(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void foreignNamesAreNotRecognised() {
    String[] foreign = {
      "wal/12.wal",
      "wal/0000012.wal",
      "wal/000012.wal.bak",
      "wal/-00012.wal",
      "wal/00001x.wal",
      "000012.wal",
      "wal/1000000000000000000000.wal",
      "wal/notes.txt"
    };
    for (String name : foreign) {
      assertThat(FileNames.walNumber(name)).as(name).isEqualTo(-1);
    }
    assertThat(FileNames.manifestNumber("MANIFEST-7")).isEqualTo(-1);
    assertThat(FileNames.sstableId("tables/users/readme.md")).isEqualTo(-1);
    assertThat(FileNames.sstableId("tables/users/000031.PARQUET")).isEqualTo(-1);
    assertThat(FileNames.sstableId("tables/users/x/000031.parquet")).isEqualTo(-1);
  }

  @Test
  void tableNamesStayWithinOneDirectoryOnEveryFileSystem() {
    for (String name : new String[] {"users", "a", "9", "A.b-c_d", "x".repeat(128)}) {
      assertThat(FileNames.isTableName(name)).as(name).isTrue();
    }
    for (String name :
        new String[] {
          "", ".", "..", "-a", "_a", "a.", "a/b", "a\\b", "a b", "ä", "x".repeat(129)
        }) {
      assertThat(FileNames.isTableName(name)).as(name).isFalse();
    }
    assertThat(FileNames.isDataExtension("parquet")).isTrue();
    assertThat(FileNames.isDataExtension("index")).isFalse();
    assertThat(FileNames.isDataExtension("Parquet")).isFalse();
    assertThat(FileNames.isDataExtension("../x")).isFalse();
    assertThat(FileNames.isSameFile("Users", "users")).isTrue();
  }
}
