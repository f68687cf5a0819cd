package planted.kodiak.engine.database;

import com.typesafe.config.Config;

/** The engine may not know of HOCON. */
public final class SeesConfig {
  Config config;
}
