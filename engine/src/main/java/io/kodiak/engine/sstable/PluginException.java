package io.kodiak.engine.sstable;

import java.io.IOException;
import java.io.Serial;

/**
 * Says that a plug-in broke its contract: it threw something that it must not throw, or what it
 * handed back cannot be right. The data it was given is still where it came from.
 */
public final class PluginException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final String plugin;

  /**
   * Reports a fault.
   *
   * @param plugin the kind and the name of the plug-in: {@code format "parquet"}
   * @param problem what it did, and to which file
   */
  public PluginException(String plugin, String problem) {
    super(plugin + ": " + problem);
    this.plugin = plugin;
  }

  /** Reports a fault that an exception or error of the plug-in revealed. */
  public PluginException(String plugin, String problem, Throwable cause) {
    super(plugin + ": " + problem + ": " + cause, cause);
    this.plugin = plugin;
  }

  /**
   * What to throw when a plug-in threw something it must not: the error of reading or writing that
   * it wrapped, if there is one, as that is no fault of the plug-in; otherwise a {@code
   * PluginException}.
   */
  public static IOException during(String plugin, String problem, Throwable fault) {
    Throwable cause = fault;
    for (int depth = 0; cause != null && depth < 16; depth++) {
      if (cause instanceof IOException wrapped) {
        return wrapped;
      }
      cause = cause.getCause();
    }
    return new PluginException(plugin, problem, fault);
  }

  /** The kind and the name of the plug-in. */
  public String plugin() {
    return plugin;
  }
}
