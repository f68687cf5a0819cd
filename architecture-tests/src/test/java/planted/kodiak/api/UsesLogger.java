package planted.kodiak.api;

import org.slf4j.Logger;

/** The api may use nothing but the JDK. */
public final class UsesLogger {
  Logger logger;
}
