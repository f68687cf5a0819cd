/** SSTables as Arrow IPC files, which are known as Feather version 2. */
module io.kodiak.format.feather {
  requires io.kodiak.api;
  requires org.apache.arrow.format;
  requires com.github.luben.zstd_jni;
  requires org.lz4.java;
  requires static org.jspecify;

  provides io.kodiak.api.SSTableFormatProvider with
      io.kodiak.format.feather.FeatherFormatProvider;
}
