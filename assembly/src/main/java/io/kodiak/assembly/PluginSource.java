package io.kodiak.assembly;

import io.kodiak.api.Provider;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A place that plug-ins come from.
 *
 * @param location the jar or folder, in words
 * @param loader finds services there
 * @param own whether a provider class belongs to this place rather than to one it delegates to
 */
record PluginSource(
    String location,
    Function<Class<? extends Provider<?>>, ServiceLoader<? extends Provider<?>>> loader,
    Predicate<Class<?>> own) {

  /** After so many failures in a row, the iterator will not get any further. */
  private static final int MAX_FAILURES = 100;

  /** The modules or the class path that a class of this library was loaded from. */
  static PluginSource beside(Class<?> type) {
    ModuleLayer layer = type.getModule().getLayer();
    boolean ownLayer = layer != null && layer != ModuleLayer.boot();
    // The loader of the boot layer sees named modules and the class path alike.
    return new PluginSource(
        "the class path",
        service -> ownLayer ? load(layer, service) : load(type.getClassLoader(), service),
        any -> true);
  }

  /** The modules of a layer. */
  static PluginSource of(String location, ModuleLayer layer) {
    return new PluginSource(
        location, service -> load(layer, service), type -> type.getModule().getLayer() == layer);
  }

  /** The classes that a loader defines itself. */
  static PluginSource of(String location, ClassLoader loader) {
    return new PluginSource(
        location, service -> load(loader, service), type -> type.getClassLoader() == loader);
  }

  // ServiceLoader must be called by the module that declares `uses`, which is this one.
  private static <T> ServiceLoader<T> load(ModuleLayer layer, Class<T> service) {
    return ServiceLoader.load(layer, service);
  }

  private static <T> ServiceLoader<T> load(ClassLoader loader, Class<T> service) {
    return ServiceLoader.load(service, loader);
  }

  /** The providers of a kind that can be made; the others are added to the failures. */
  List<Provider<?>> providers(PluginKind kind, List<FailedPlugin> failures) {
    List<Provider<?>> found = new ArrayList<>();
    Iterator<? extends ServiceLoader.Provider<? extends Provider<?>>> handles =
        loader.apply(kind.service()).stream().iterator();
    for (int failed = 0; failed < MAX_FAILURES; ) {
      String provider = location;
      try {
        if (!handles.hasNext()) {
          break;
        }
        ServiceLoader.Provider<? extends Provider<?>> handle = handles.next();
        provider = handle.type().getName();
        // A static provider method may declare nothing but the interface.
        boolean concrete = !Modifier.isAbstract(handle.type().getModifiers());
        if (!concrete || own.test(handle.type())) {
          Provider<?> made = handle.get();
          if (concrete || own.test(made.getClass())) {
            found.add(made);
          }
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        failed++;
        failures.add(new FailedPlugin(kind, provider, location, Plugins.reason(e)));
      }
    }
    return found;
  }
}
