package io.kodiak.engine.manifest;

import static io.kodiak.engine.manifest.Sample.USERS;
import static io.kodiak.engine.manifest.Sample.sstable;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.engine.storage.MemoryStorage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Readers pin and unpin while edits add and remove files. */
class VersionSetConcurrencyTest {
  private static final int EDITS = 3000;
  private static final int READERS = 3;

  private final Set<Long> deleted = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicInteger pins = new AtomicInteger();

  @Test
  void aFileIsDeletedOnceAndNeverWhileAVersionWithItIsPinned() throws Exception {
    VersionSet versions = VersionSet.open(new MemoryStorage());
    versions.onObsolete(
        files ->
            files.forEach(
                file -> {
                  if (!deleted.add(file.file().id())) {
                    failure.set(new AssertionError(file + " was deleted twice"));
                  }
                }));
    versions.apply(VersionEdit.builder().table(USERS).build());
    AtomicBoolean done = new AtomicBoolean();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      Thread reader = new Thread(() -> read(versions, done));
      reader.start();
      readers.add(reader);
    }
    Deque<SSTableFile> files = new ArrayDeque<>();
    try {
      for (int i = 1; i <= EDITS; i++) {
        edit(versions, files, i);
      }
    } finally {
      done.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
    }
    assertThat(failure.get()).isNull();
    assertThat(pins.get()).isGreaterThan(READERS);
    assertThat(versions.liveFiles()).hasSize(files.size());
    assertThat(deleted).hasSize(EDITS - files.size());
  }

  private static void edit(VersionSet versions, Deque<SSTableFile> files, int number)
      throws IOException {
    SSTableFile file = sstable(versions.newFileId(), 0, number, "a", "b");
    VersionEdit.Builder edit = VersionEdit.builder().addSSTable(1, file);
    files.add(file);
    while (files.size() > 4) {
      edit.removeSSTable(1, files.remove().id());
    }
    versions.apply(edit.build());
  }

  private void read(VersionSet versions, AtomicBoolean done) {
    try {
      Deque<Version> held = new ArrayDeque<>();
      while (!done.get() || !held.isEmpty()) {
        if (!done.get()) {
          held.add(versions.pin());
          pins.incrementAndGet();
        }
        for (Version version : held) {
          Tree tree = version.tree(1);
          for (SSTableFile file : tree == null ? List.<SSTableFile>of() : tree.files()) {
            if (deleted.contains(file.id())) {
              throw new AssertionError(file.id() + " is deleted, version " + version.id());
            }
          }
        }
        if (done.get() || held.size() > 5) {
          versions.unpin(held.remove());
        }
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }
}
