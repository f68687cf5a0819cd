package io.kodiak.memtable.lincheck;

import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which classes read numbers out of byte arrays, found by their handles, whatever the memtable.
 *
 * <p>Lincheck knows no handles of that kind and gives up on them, so model checking leaves such
 * classes out. The bytes of an entry never change once another thread can find them, hence no
 * schedule matters there; stress mode runs them as they are.
 */
final class ByteViews {
  /**
   * Classes that never change once they are made and that read bytes while they are made: Lincheck
   * follows what a constructor calls even into classes that it is told to leave out.
   */
  private static final Set<String> READ_WHILE_MADE =
      Set.of("io.kodiak.memtable.order.SortedEntries");

  private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

  private ByteViews() {}

  /** Whether a class has a handle for numbers in byte arrays. */
  static boolean areUsedBy(String className) {
    if (!className.startsWith("io.kodiak.memtable.")) {
      return false;
    }
    return READ_WHILE_MADE.contains(className) || KNOWN.computeIfAbsent(className, ByteViews::look);
  }

  private static boolean look(String className) {
    try {
      Class<?> type = Class.forName(className, true, ByteViews.class.getClassLoader());
      for (Field field : type.getDeclaredFields()) {
        if (field.getType() == VarHandle.class && Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          VarHandle handle = (VarHandle) field.get(null);
          if (handle.coordinateTypes().get(0) == byte[].class && handle.varType() != byte.class) {
            return true;
          }
        }
      }
      return false;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
