package io.kodiak.memtable.arena;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a memtable says of its size. The one writer sets it, any thread asks.
 *
 * <p>A released store of the one writer costs less than a volatile one, and is as good here.
 */
public final class MemtableSize {
  /** The heap that an object of this class takes, in bytes. */
  public static final long HEAP_BYTES = 32;

  private static final VarHandle BYTES = handle("bytes");
  private static final VarHandle ENTRIES = handle("entries");

  // Both are accessed through the handles, which an analysis of plain accesses does not see.
  @SuppressWarnings("UnusedVariable")
  private long bytes;

  @SuppressWarnings("UnusedVariable")
  private long entries;

  /** Makes the size of a memtable without entries that takes {@code bytes} of heap. */
  public MemtableSize(long bytes) {
    BYTES.setRelease(this, bytes);
  }

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(MemtableSize.class, field, long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  /** Counts one more entry; the heap then takes {@code bytes}. A lesser figure changes nothing. */
  public void added(long bytes) {
    if (bytes > this.bytes) {
      BYTES.setRelease(this, bytes);
    }
    ENTRIES.setRelease(this, entries + 1);
  }

  /** The heap that the memtable takes, in bytes: never less than before. */
  public long bytes() {
    return (long) BYTES.getAcquire(this);
  }

  /** The number of entries that were added. */
  public long entries() {
    return (long) ENTRIES.getAcquire(this);
  }
}
