package io.kodiak.columnar;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/** A reader of Arrow's library with the memory that it uses, outside of the heap. */
final class ArrowSource implements Closeable {
  private final BufferAllocator allocator;
  private final ArrowReader reader;
  private final Guard guard;
  private boolean failed;

  /** Memory is as bounded as the heap. */
  ArrowSource(Function<BufferAllocator, ArrowReader> readers, Guard guard) {
    this.allocator = new RootAllocator(Runtime.getRuntime().maxMemory());
    this.reader = readers.apply(allocator);
    this.guard = guard;
  }

  Guard guard() {
    return guard;
  }

  ArrowReader reader() {
    return reader;
  }

  /** Calls into the library. */
  <T> T call(Guard.Call<T> call) throws IOException {
    try {
      return guard.call(call);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  /**
   * Frees the memory. After a failure the library does not know what it has allocated: asking it
   * would log a leak, which is no help to who has a damaged file, so the rest is left to the end of
   * the process.
   */
  @Override
  public void close() throws IOException {
    try {
      reader.close();
    } catch (RuntimeException e) {
      if (!failed) {
        throw e;
      }
    }
    if (!failed) {
      allocator.close();
    }
  }
}
