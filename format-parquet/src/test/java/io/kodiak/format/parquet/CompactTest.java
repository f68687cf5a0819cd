package io.kodiak.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;

/** Page headers are Thrift's, and what claims to be one is not believed. */
class CompactTest {
  private static final Layout.Field VALUES = Layout.COLUMNS.get(Layout.VALUE);

  @Test
  void theLibraryReadsOurHeader() throws IOException {
    CompactOutput out = new CompactOutput(8);
    PageHeader.write(out, VALUES, 70_000, 30_000, 0xdeadbeef, 65_536, 12, 4_000, true);
    assertThat(out.size()).isLessThanOrEqualTo(PageHeader.MAX_BYTES);
    org.apache.parquet.format.PageHeader header =
        Util.readPageHeader(new ByteArrayInputStream(out.array(), 0, out.size()));
    assertThat(header.getType()).isEqualTo(PageType.DATA_PAGE_V2);
    assertThat(header.getUncompressed_page_size()).isEqualTo(70_000);
    assertThat(header.getCompressed_page_size()).isEqualTo(30_000);
    assertThat(header.getCrc()).isEqualTo(0xdeadbeef);
    DataPageHeaderV2 data = header.getData_page_header_v2();
    assertThat(data.getNum_values()).isEqualTo(65_536);
    assertThat(data.getNum_rows()).isEqualTo(65_536);
    assertThat(data.getNum_nulls()).isEqualTo(12);
    assertThat(data.getEncoding()).isEqualTo(Encoding.DELTA_LENGTH_BYTE_ARRAY);
    assertThat(data.getDefinition_levels_byte_length()).isEqualTo(4_000);
    assertThat(data.getRepetition_levels_byte_length()).isZero();
    assertThat(data.isIs_compressed()).isTrue();
  }

  @Test
  void weReadTheHeaderOfTheLibraryWithFieldsThatAreOfNoInterest() throws IOException {
    byte[] encoded = libraryHeader(128);
    PageHeader header = new PageHeader();
    header.read(new CompactInput(), encoded, 0, encoded.length + 900, VALUES, 128);
    assertThat(header.size()).isEqualTo(encoded.length);
    assertThat(header.plainBytes()).isEqualTo(2_000 - 17);
    assertThat(header.storedBytes()).isEqualTo(900 - 17);
    assertThat(header.levelBytes()).isEqualTo(17);
    assertThat(header.nulls()).isEqualTo(3);
    assertThat(header.compressed()).isTrue();
  }

  @Test
  void aHeaderThatDoesNotFitItsPageIsMalformed() throws IOException {
    byte[] encoded = libraryHeader(128);
    PageHeader header = new PageHeader();
    CompactInput in = new CompactInput();
    int end = encoded.length + 900;
    assertThatThrownBy(() -> header.read(in, encoded, 0, end, VALUES, 127))
        .hasMessageContaining("its number of rows");
    assertThatThrownBy(() -> header.read(in, encoded, 0, end + 1, VALUES, 128))
        .hasMessageContaining("its size");
    assertThatThrownBy(() -> header.read(in, encoded, 0, end, Layout.COLUMNS.get(Layout.SEQ), 128))
        .hasMessageContaining("its encoding");
    assertThatThrownBy(() -> header.read(in, encoded, 0, end, Layout.COLUMNS.get(Layout.KEY), 128))
        .hasMessageContaining("its nulls");
    for (int length = 0; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertThatThrownBy(() -> header.read(in, cut, 0, cut.length, VALUES, 128))
          .isInstanceOf(MalformedException.class);
    }
  }

  private static byte[] libraryHeader(int rows) throws IOException {
    DataPageHeaderV2 data =
        new DataPageHeaderV2(rows, 3, rows, Encoding.DELTA_LENGTH_BYTE_ARRAY, 17, 0);
    data.setStatistics(new Statistics().setNull_count(3).setMax_value(new byte[300]));
    org.apache.parquet.format.PageHeader header =
        new org.apache.parquet.format.PageHeader(PageType.DATA_PAGE_V2, 2_000, 900);
    header.setData_page_header_v2(data);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Util.writePageHeader(header, out);
    return out.toByteArray();
  }

  @Test
  void everyTypeIsSteppedOver() {
    // Fields 1 to 10: true, false, byte, i16, i64, double, binary, list, set, map; then the end.
    byte[] struct = {
      0x11,
      0x12,
      0x13,
      7,
      0x14,
      2,
      0x16,
      (byte) 0x80,
      1,
      0x17,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      0x18,
      2,
      9,
      9,
      0x19,
      0x21,
      1,
      2,
      0x1a,
      0x15,
      4,
      0x1b,
      1,
      (byte) 0x85,
      1,
      65,
      2,
      0x1c,
      0x15,
      2,
      0,
      0
    };
    CompactInput in = new CompactInput().over(struct, 0, struct.length);
    in.struct();
    assertThat(in.remaining()).isZero();
  }

  @Test
  void hostileStructsAreMalformed() {
    byte[] deep = new byte[100_000];
    Arrays.fill(deep, (byte) 0x1c);
    byte[] deepLists = new byte[100_000];
    Arrays.fill(deepLists, (byte) 0x19);
    List<byte[]> hostile =
        List.of(
            new byte[0],
            deep,
            deepLists,
            bytes(0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07),
            bytes(0x18, 0xff, 0xff, 0xff, 0xff, 0x07),
            bytes(0x18, 0xff, 0xff, 0xff, 0xff, 0x0f),
            bytes(0x1b, 0xff, 0xff, 0xff, 0xff, 0x07, 0x88),
            bytes(0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
            bytes(0x1e, 0),
            bytes(0x05, 0x01, 0x02),
            bytes(0x05, 0xff, 0xff, 0xff, 0xff, 0x0f));
    for (byte[] struct : hostile) {
      CompactInput in = new CompactInput().over(struct, 0, struct.length);
      assertThatThrownBy(in::struct).isInstanceOf(MalformedException.class);
    }
  }

  private static byte[] bytes(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    return bytes;
  }
}
