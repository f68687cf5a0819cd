package io.kodiak.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes that the rules look at. */
final class Classes {
  /** Kodiak's own, without tests and without what JMH generates. */
  static final JavaClasses KODIAK =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/architecture-tests/"))
          .withImportOption(location -> !location.contains("/jmh_generated/"))
          // Benchmarks of package-private parts are in packages of the engine, not in its module.
          .withImportOption(
              location -> !location.contains("benchmarks") || !location.contains("/kodiak/engine/"))
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.kodiak");

  /** The planted violations. */
  static final JavaClasses PLANTED = new ClassFileImporter().importPackages("planted.kodiak");

  private Classes() {}
}
