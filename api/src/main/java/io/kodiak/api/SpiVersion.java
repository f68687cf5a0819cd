package io.kodiak.api;

/** The version of this service-provider interface. */
public final class SpiVersion {
  /**
   * The version that this copy of the API describes. It is a compile-time constant, so a plug-in
   * that returns it from {@link Provider#spiVersion()} reports the version that it was compiled
   * against, whichever version it later runs with.
   */
  public static final int CURRENT = 1;

  private SpiVersion() {}
}
