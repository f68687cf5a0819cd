package io.kodiak.memtable.lincheck;

import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which classes read numbers out of byte arrays, found by their handles, whatever the memtable.
 *
 * <p>Lincheck knows no handles of that kind and gives up on them, so model checking leaves such
 * classes out. The bytes of an entry never change once another thread can find them, hence no
 * schedule matters there; stress mode runs them as they are.
 */
final class ByteViews {
  private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

  private ByteViews() {}

  /** Whether a class has a handle for numbers in byte arrays. */
  static boolean areUsedBy(String className) {
    return className.startsWith("io.kodiak.memtable.")
        && KNOWN.computeIfAbsent(className, ByteViews::look);
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
