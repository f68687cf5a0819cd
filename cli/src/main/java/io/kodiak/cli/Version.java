package io.kodiak.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code kodiak --version} says. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "kodiak " + (version == null ? "(development)" : version),
      "Java " + Runtime.version() + " on " + System.getProperty("os.name")
    };
  }
}
