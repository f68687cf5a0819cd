package planted.kodiak.format.feather;

import org.apache.parquet.schema.MessageType;

/** A format may see only its own file library. */
public final class SeesParquet {
  MessageType schema;
}
