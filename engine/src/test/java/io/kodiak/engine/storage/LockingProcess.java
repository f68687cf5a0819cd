package io.kodiak.engine.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Another process that wants the lock: takes and frees it, or holds it until it is killed. */
final class LockingProcess {
  private LockingProcess() {}

  public static void main(String[] args) throws IOException {
    try (Closeable lock = new LocalStorage(Path.of(args[1]), ReadMode.MAPPED).lock("LOCK")) {
      System.out.println("TAKEN");
      System.out.flush();
      while (lock != null && args[0].equals("HOLD")) {
        if (System.in.read() < 0) {
          return;
        }
      }
    } catch (IOException e) {
      System.out.println("REFUSED " + e.getMessage());
    }
  }
}
