package io.kodiak.api;

/**
 * The entry point of a plug-in, found by {@link java.util.ServiceLoader}.
 *
 * <p>Register it twice, so that the same jar works on the module path and on the class path: {@code
 * provides … with} in {@code module-info.java} and a file in {@code META-INF/services}.
 *
 * @param <T> what the plug-in supplies
 */
public interface Provider<T> {
  /**
   * The name by which a configuration chooses this plug-in: lower-case letters, digits and hyphens,
   * beginning with a letter. Third parties put a prefix of their own before it, such as {@code
   * acme-btree}. Two plug-ins of one kind and name are a configuration error. The name of an
   * SSTable format is stored with the data and must never change.
   */
  String name();

  /** Always {@link SpiVersion#CURRENT}. An engine of another version refuses the plug-in. */
  int spiVersion();

  /**
   * Reads the settings and returns what they describe. Opens no file, starts no thread.
   *
   * <p>The settings that are asked for here are the settings that exist: any other key in the
   * plug-in's section is reported to the user as unknown. So ask for all of them, always.
   */
  T create(Settings settings);
}
