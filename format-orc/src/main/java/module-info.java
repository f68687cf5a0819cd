/** SSTables as Apache ORC files. */
module io.kodiak.format.orc {
  requires io.kodiak.api;
  requires com.github.luben.zstd_jni;
  requires org.lz4.java;
  requires org.xerial.snappy;
  requires static org.jspecify;

  provides io.kodiak.api.SSTableFormatProvider with
      io.kodiak.format.orc.OrcFormatProvider;
}
