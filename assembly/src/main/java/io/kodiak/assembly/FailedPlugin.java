package io.kodiak.assembly;

import org.jspecify.annotations.Nullable;

/**
 * A plug-in that was found and cannot be used.
 *
 * @param kind what it is for; {@code null} when even that could not be read
 * @param provider its provider class, or the jar or folder when that could not be read
 * @param location the jar or folder that it came from
 * @param reason why it cannot be used
 */
public record FailedPlugin(
    @Nullable PluginKind kind, String provider, String location, String reason) {
  @Override
  public String toString() {
    return provider + " (" + reason + ")";
  }
}
