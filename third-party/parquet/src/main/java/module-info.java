/**
 * Apache Parquet as one module: the original jars share packages, so the module path refuses them.
 *
 * <p>The classes are unpacked from the released jars and unchanged; their licences are in
 * META-INF/licenses. Of Hadoop only hadoop-client-api is needed.
 */
module io.kodiak.thirdparty.parquet {
  exports org.apache.parquet;
  exports org.apache.parquet.bytes;
  exports org.apache.parquet.column;
  exports org.apache.parquet.column.impl;
  exports org.apache.parquet.column.page;
  exports org.apache.parquet.column.schema;
  exports org.apache.parquet.column.statistics;
  exports org.apache.parquet.column.statistics.geospatial;
  exports org.apache.parquet.column.values;
  exports org.apache.parquet.column.values.bitpacking;
  exports org.apache.parquet.column.values.bloomfilter;
  exports org.apache.parquet.column.values.bytestreamsplit;
  exports org.apache.parquet.column.values.delta;
  exports org.apache.parquet.column.values.deltalengthbytearray;
  exports org.apache.parquet.column.values.deltastrings;
  exports org.apache.parquet.column.values.dictionary;
  exports org.apache.parquet.column.values.factory;
  exports org.apache.parquet.column.values.fallback;
  exports org.apache.parquet.column.values.plain;
  exports org.apache.parquet.column.values.rle;
  exports org.apache.parquet.compression;
  exports org.apache.parquet.conf;
  exports org.apache.parquet.crypto;
  exports org.apache.parquet.crypto.keytools;
  exports org.apache.parquet.example;
  exports org.apache.parquet.example.data;
  exports org.apache.parquet.example.data.simple;
  exports org.apache.parquet.example.data.simple.convert;
  exports org.apache.parquet.filter;
  exports org.apache.parquet.filter2.bloomfilterlevel;
  exports org.apache.parquet.filter2.columnindex;
  exports org.apache.parquet.filter2.compat;
  exports org.apache.parquet.filter2.dictionarylevel;
  exports org.apache.parquet.filter2.predicate;
  exports org.apache.parquet.filter2.recordlevel;
  exports org.apache.parquet.filter2.statisticslevel;
  exports org.apache.parquet.format;
  exports org.apache.parquet.format.converter;
  exports org.apache.parquet.format.event;
  exports org.apache.parquet.glob;
  exports org.apache.parquet.hadoop;
  exports org.apache.parquet.hadoop.api;
  exports org.apache.parquet.hadoop.codec;
  exports org.apache.parquet.hadoop.example;
  exports org.apache.parquet.hadoop.mapred;
  exports org.apache.parquet.hadoop.metadata;
  exports org.apache.parquet.hadoop.rewrite;
  exports org.apache.parquet.hadoop.util;
  exports org.apache.parquet.hadoop.util.counters;
  exports org.apache.parquet.hadoop.util.counters.mapred;
  exports org.apache.parquet.hadoop.util.counters.mapreduce;
  exports org.apache.parquet.hadoop.util.wrapped.io;
  exports org.apache.parquet.internal.column.columnindex;
  exports org.apache.parquet.internal.filter2.columnindex;
  exports org.apache.parquet.internal.hadoop.metadata;
  exports org.apache.parquet.io;
  exports org.apache.parquet.io.api;
  exports org.apache.parquet.schema;
  exports org.apache.parquet.util;

  requires transitive hadoop.client.api;
  requires com.github.luben.zstd_jni;
  requires java.logging;
  requires java.management;
  requires jdk.unsupported;
  requires org.locationtech.jts;
  requires org.slf4j;
  requires static org.xerial.snappy;
}
