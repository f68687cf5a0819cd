package io.kodiak.assembly;

/** A plug-in that runs, but cannot be used here. */
final class PluginRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PluginRefused(String reason) {
    super(reason);
  }
}
