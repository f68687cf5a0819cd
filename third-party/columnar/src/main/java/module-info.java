/** Columnar files of any origin: Parquet, ORC, Arrow. */
module io.kodiak.columnar {
  exports io.kodiak.columnar;

  requires transitive io.kodiak.api;
  requires com.github.luben.zstd_jni;
  requires flatbuffers.java;
  requires hadoop.client.api;
  requires io.kodiak.thirdparty.orc;
  requires io.kodiak.thirdparty.parquet;
  requires java.management;
  requires java.sql;
  requires org.apache.arrow.format;
  requires org.apache.arrow.memory.core;
  requires org.apache.arrow.memory.unsafe;
  requires org.apache.arrow.vector;
  requires org.lz4.java;
  requires org.xerial.snappy;
  requires static org.jspecify;
}
