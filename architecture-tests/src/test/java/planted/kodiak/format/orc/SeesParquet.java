package planted.kodiak.format.orc;

import org.apache.parquet.schema.MessageType;

/** A format may see only its own file library. */
public final class SeesParquet {
  MessageType schema;
}
