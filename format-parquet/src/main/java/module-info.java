/** SSTables as Apache Parquet files. */
module io.kodiak.format.parquet {
  requires io.kodiak.api;
  requires com.github.luben.zstd_jni;
  requires org.lz4.java;
  requires org.xerial.snappy;
  requires static org.jspecify;

  provides io.kodiak.api.SSTableFormatProvider with
      io.kodiak.format.parquet.ParquetFormatProvider;
}
