package planted.kodiak.format.parquet;

import com.github.benmanes.caffeine.cache.Cache;

/** A format may see only its file library. */
public final class SeesCaffeine {
  Cache<String, String> cache;
}
