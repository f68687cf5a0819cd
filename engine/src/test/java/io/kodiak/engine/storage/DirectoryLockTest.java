package io.kodiak.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.FileSink;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  @TempDir Path directory;

  private Closeable lock(Path path) throws IOException {
    return new LocalStorage(path, ReadMode.MAPPED).lock("LOCK");
  }

  @Test
  void aSecondOpenerInTheSameJvmIsRefusedAlsoThroughALink(@TempDir Path elsewhere)
      throws IOException {
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), directory);
    try (Closeable held = lock(directory)) {
      assertThat(held).isNotNull();
      for (Path path : new Path[] {directory, link, directory.resolve("x/..")}) {
        assertThatThrownBy(() -> lock(path))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("in use")
            .hasMessageContaining("this process");
      }
      // None of the refused ones may have freed the lock of the holder.
      assertThat(child("LOCK")).contains("process " + ProcessHandle.current().pid() + " has it");
    }
    lock(link).close();
  }

  @Test
  void anotherProcessIsRefusedUntilTheLockIsFreed() throws IOException {
    try (Closeable held = lock(directory)) {
      assertThat(held).isNotNull();
      assertThat(child("LOCK"))
          .contains("REFUSED")
          .contains("process " + ProcessHandle.current().pid() + " has it open");
      assertThat(child("LOCK")).contains("REFUSED");
    }
    assertThat(child("LOCK")).contains("TAKEN");
  }

  @Test
  void theLockOfAKilledProcessIsFree() throws Exception {
    Process holder = start("HOLD");
    try (InputStream out = holder.getInputStream()) {
      assertThat(new String(out.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("TAKEN");
      assertThatThrownBy(() -> lock(directory))
          .hasMessageContaining("process " + holder.pid() + " has it open");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    lock(directory).close();
  }

  @Test
  void anotherClassLoaderIsRefusedAndDoesNotFreeTheLock() throws Exception {
    try (Closeable held = lock(directory)) {
      assertThat(held).isNotNull();
      URL classes = LocalStorage.class.getProtectionDomain().getCodeSource().getLocation();
      URL api = FileSink.class.getProtectionDomain().getCodeSource().getLocation();
      try (URLClassLoader loader = new URLClassLoader(new URL[] {classes, api}, null)) {
        Class<?> copy = loader.loadClass(DirectoryLock.class.getName());
        assertThat(copy).isNotSameAs(DirectoryLock.class);
        var take = copy.getDeclaredMethod("take", Path.class, String.class);
        take.setAccessible(true);
        assertThatThrownBy(() -> take.invoke(null, directory, "LOCK"))
            .hasRootCauseInstanceOf(IOException.class)
            .rootCause()
            .hasMessageContaining("this process");
      }
      assertThat(child("LOCK")).contains("REFUSED");
    }
  }

  @Test
  void closingTwiceDoesNotFreeTheLockOfTheNextHolder() throws IOException {
    Closeable first = lock(directory);
    first.close();
    try (Closeable second = lock(directory)) {
      assertThat(second).isNotNull();
      first.close();
      assertThatThrownBy(() -> lock(directory)).hasMessageContaining("in use");
      assertThat(child("LOCK")).contains("REFUSED");
    }
  }

  private String child(String command) throws IOException {
    return new String(start(command).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Process start(String command) throws IOException {
    String path =
        location(LockingProcess.class)
            + File.pathSeparator
            + location(LocalStorage.class)
            + File.pathSeparator
            + location(FileSink.class);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            path,
            LockingProcess.class.getName(),
            command,
            directory.toString())
        .redirectErrorStream(true)
        .start();
  }

  private static String location(Class<?> type) throws IOException {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
