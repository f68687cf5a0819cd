package io.kodiak.engine.trace;

import io.kodiak.engine.storage.MemoryStorage;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.WritableFile;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A trace that a test writes: every frame goes to the file at once. */
public final class TraceFile {
  private static final String NAME = "t.trace";

  private final MemoryStorage storage = new MemoryStorage();
  private final WritableFile file;
  private final TraceSample sample;
  private long millis = 1_700_000_000_000L;

  public TraceFile(long maxBytes) throws IOException {
    file = storage.create(NAME);
    TraceFrame.writeHeader(file, millis, maxBytes);
    sample = new TraceSample(maxBytes, 0x5eed, () -> millis, this::exchange);
  }

  private TraceFrame exchange(TraceFrame full) {
    try {
      full.writeTo(file);
      return full;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TraceSample sample() {
    return sample;
  }

  public void put(byte[] key, int valueLength) {
    sample.write(key, 0, key.length, valueLength, false);
  }

  public void delete(byte[] key) {
    sample.write(key, 0, key.length, 0, true);
  }

  /** Lets time pass. */
  public void sleep(long time) {
    millis += time;
  }

  /** The file as it is with the frame that is being filled. */
  public ReadableFile read() throws IOException {
    sample.cut();
    return storage.open(NAME);
  }

  public byte[] content() {
    sample.cut();
    return storage.content(NAME);
  }

  static ReadableFile of(byte[] content) throws IOException {
    MemoryStorage storage = new MemoryStorage();
    storage.put(NAME, content);
    return storage.open(NAME);
  }
}
