package io.kodiak.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code kodiak --version} says. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "kodiak " + own().orElse("(development)"),
      "Java " + Runtime.version() + " on " + System.getProperty("os.name")
    };
  }

  /** A module has no implementation version, and the class path no modules. */
  private static Optional<String> own() {
    ModuleDescriptor module = Version.class.getModule().getDescriptor();
    return module == null
        ? Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        : module.rawVersion();
  }
}
