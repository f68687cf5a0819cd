package planted.kodiak.format.parquet;

import com.typesafe.config.Config;

/** A format may see only its file library. */
public final class SeesTypesafeConfig {
  Config config;
}
