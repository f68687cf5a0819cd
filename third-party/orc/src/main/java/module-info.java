/**
 * Apache ORC as one module: the original jars share packages, so the module path refuses them.
 *
 * <p>The classes are unpacked from the released jars and unchanged; their licences are in
 * META-INF/licenses.
 */
module io.kodiak.thirdparty.orc {
  exports org.apache.orc;
  exports org.apache.orc.filter;
  exports org.apache.orc.geospatial;
  exports org.apache.orc.impl;
  exports org.apache.orc.impl.filter;
  exports org.apache.orc.impl.filter.leaf;
  exports org.apache.orc.impl.mask;
  exports org.apache.orc.impl.reader;
  exports org.apache.orc.impl.reader.tree;
  exports org.apache.orc.impl.writer;
  exports org.apache.orc.protobuf;
  exports org.apache.orc.protobuf.compiler;
  exports org.apache.orc.storage.common;
  exports org.apache.orc.storage.common.io;
  exports org.apache.orc.storage.common.io.encoded;
  exports org.apache.orc.storage.common.type;
  exports org.apache.orc.storage.common.util;
  exports org.apache.orc.storage.ql.exec.vector;
  exports org.apache.orc.storage.ql.exec.vector.expressions;
  exports org.apache.orc.storage.ql.io.filter;
  exports org.apache.orc.storage.ql.io.sarg;
  exports org.apache.orc.storage.ql.util;
  exports org.apache.orc.storage.serde2.io;
  exports org.apache.orc.util;

  requires transitive hadoop.client.api;
  requires hadoop.client.runtime;
  requires aircompressor;
  requires com.github.luben.zstd_jni;
  requires java.logging;
  requires java.management;
  requires java.sql;
  requires jdk.unsupported;
  requires org.locationtech.jts;
  requires org.lz4.java;
  requires org.slf4j;
  requires org.xerial.snappy;

  uses org.apache.orc.DataMask.Provider;
  uses org.apache.orc.impl.KeyProvider.Factory;

  provides org.apache.orc.DataMask.Provider with
      org.apache.orc.impl.mask.MaskProvider;
  provides org.apache.orc.impl.KeyProvider.Factory with
      org.apache.orc.impl.CryptoUtils.HadoopKeyProviderFactory;
}
