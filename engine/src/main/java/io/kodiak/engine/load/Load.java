package io.kodiak.engine.load;

import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.FileAdoption;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.storage.FileNames;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One bulk load: takes rows and files, and makes SSTables of them that overlap nowhere.
 *
 * <p>What it was given is a list of sources, in order. Sources that share no key with any other are
 * used as they are where that is possible; those that overlap are merged, the later ones winning.
 * So rows that come sorted, or nearly, are written once. For one thread.
 */
public final class Load implements Closeable {
  /** The most files and spills of one load, and the span of sequences that its rows use. */
  public static final int MOST_SOURCES = 1 << 16;

  private static final int MOST_FILES = MOST_SOURCES / 2;
  private static final long BRIEF_BYTES = 64L << 20;

  private final LoadFiles files;
  private final LoadHost host;
  private final long memoryBytes;
  private final long fileBytes;
  private final LoadSequence sequence;
  private final List<LoadSource> sources = new ArrayList<>();
  private final RowIntake intake;
  private long addedContentBytes;
  private int added;
  private int rewritten;

  /** Puts a file from elsewhere where an SSTable of a name belongs. */
  @FunctionalInterface
  public interface Adopter {
    /** Does so; whether both share their bytes. */
    boolean adopt(String name) throws IOException;
  }

  /**
   * Begins with nothing.
   *
   * @param sorted whether the rows come in strictly ascending order of their keys
   * @param memoryBytes how much heap rows may take before they are written out
   * @param fileBytes about how large an SSTable becomes
   */
  public Load(LoadFiles files, LoadHost host, boolean sorted, long memoryBytes, long fileBytes) {
    this.files = files;
    this.host = host;
    this.memoryBytes = memoryBytes;
    this.fileBytes = fileBytes;
    this.sequence = new LoadSequence(host);
    this.intake = new RowIntake(files, host, sequence, sources, sorted, memoryBytes, fileBytes);
  }

  /**
   * Takes a row; the bytes are copied.
   *
   * @throws IllegalArgumentException when rows are said to be sorted and this one is out of order
   */
  public void add(
      EntryKind kind,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength)
      throws IOException {
    intake.add(kind, key, keyOffset, keyLength, value, valueOffset, valueLength);
  }

  /** The number of rows that were taken one by one. */
  public long rows() {
    return intake.rows();
  }

  /** The bytes of all keys and values that were given, those of files included. */
  public long contentBytes() {
    return intake.contentBytes() + addedContentBytes;
  }

  /** How many files that were added had their rows written anew. */
  public int rewritten() {
    return rewritten;
  }

  /** Makes sure that what is given next counts as given later than all rows so far. */
  public void endPart() throws IOException {
    intake.endPart(false);
  }

  /**
   * Takes over a file, after {@link #endPart}. When that fails, the load is as it was.
   *
   * @param origin where it lies, for messages
   */
  public void addFile(RunWriter.Target target, String origin, Adopter adopter) throws IOException {
    if (added == MOST_FILES) {
      throw new IllegalArgumentException("a bulk load takes at most " + MOST_FILES + " files");
    }
    long id = files.fileIds().getAsLong();
    String name = FileNames.sstableData(files.table(), id, target.format().fileExtension());
    boolean linked = adopter.adopt(name);
    boolean done = false;
    try {
      FileAdoption.Adopted adopted = new FileAdoption(target, id, origin, host::checkpoint).run();
      sources.add(
          new StoredRows(
              List.of(adopted.file()),
              linked ? StoredRows.Origin.LINKED : StoredRows.Origin.COPIED));
      addedContentBytes += adopted.contentBytes();
      added++;
      done = true;
    } finally {
      if (!done) {
        files.delete(name);
        files.delete(FileNames.sstableIndex(files.table(), id));
      }
    }
  }

  /**
   * Makes SSTables of all that was given: durable, open, and none overlapping another.
   *
   * @param mayStay whether a file that was added may stay as it is
   */
  public List<StoredRows> prepare(Predicate<StoredRows> mayStay) throws IOException {
    intake.endPart(true);
    List<List<Numbered>> groups = groups();
    groups.removeIf(group -> group.size() == 1 && staysAsItIs(group.get(0).source(), mayStay));
    long work = 0;
    for (List<Numbered> group : groups) {
      work += group.stream().mapToLong(each -> each.source().bytes()).sum();
    }
    for (List<Numbered> group : groups) {
      merge(group, isBrief(work));
    }
    return stored();
  }

  /** Whether so many bytes are written within seconds. */
  private boolean isBrief(long bytes) {
    return bytes <= Math.min(memoryBytes, BRIEF_BYTES);
  }

  private static boolean staysAsItIs(LoadSource source, Predicate<StoredRows> mayStay) {
    return source instanceof StoredRows stored && (!stored.isAdded() || mayStay.test(stored));
  }

  /** Writes the rows of files that were to stay as they are anew, each by itself. */
  public List<StoredRows> rewrite(List<StoredRows> some) throws IOException {
    for (StoredRows one : some) {
      merge(List.of(new Numbered(0, one)), isBrief(one.bytes()));
    }
    return stored();
  }

  private List<StoredRows> stored() throws IOException {
    List<StoredRows> stored = new ArrayList<>();
    for (LoadSource source : sources) {
      StoredRows rows = (StoredRows) source;
      files.open(rows.files());
      stored.add(rows);
    }
    if (added > rewritten) {
      files.storage().forceDirectory(FileNames.tableDirectory(files.table()));
    }
    return stored;
  }

  /** A source and its place among all. */
  private record Numbered(int number, LoadSource source) {}

  /** The sources in groups of which no two have a key in common; each group in its order. */
  private List<List<Numbered>> groups() {
    List<Numbered> byKey = new ArrayList<>();
    for (LoadSource source : sources) {
      byKey.add(new Numbered(byKey.size(), source));
    }
    byKey.sort(Comparator.comparing(each -> each.source().first()));
    List<List<Numbered>> groups = new ArrayList<>();
    Slice end = Slice.EMPTY;
    for (Numbered each : byKey) {
      LoadSource source = each.source();
      if (groups.isEmpty() || source.first().compareTo(end) > 0) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(each);
      end = source.last().compareTo(end) > 0 ? source.last() : end;
    }
    groups.forEach(group -> group.sort(Comparator.comparingInt(Numbered::number)));
    return groups;
  }

  /** Replaces sources by what they say together. */
  private void merge(List<Numbered> group, boolean brief) throws IOException {
    List<Spill> joined = new ArrayList<>();
    List<SSTableFile> written;
    try (SourceMerge merge =
        new SourceMerge(files, withFilesJoined(group, joined), host::checkpoint)) {
      int level = host.level(merge.first(), merge.last());
      double share = Math.min(1, (double) fileBytes / Math.max(1, merge.bytes()));
      long expected = (long) Math.ceil(merge.rows() * share);
      try (RunWriter writer = new RunWriter(host.target(level), level, 0, fileBytes, expected)) {
        long rows =
            merge.run(
                sequence.get(brief), (block, from, to) -> writer.append(block, from, to, true));
        written = writer.finish(rows);
      }
    } finally {
      joined.forEach(files::delete);
    }
    Set<LoadSource> merged = Collections.newSetFromMap(new IdentityHashMap<>());
    group.forEach(each -> merged.add(each.source()));
    sources.removeIf(merged::contains);
    sources.add(new StoredRows(written, StoredRows.Origin.WRITTEN));
    for (LoadSource source : merged) {
      files.delete(source);
      if (source instanceof StoredRows stored && stored.isAdded()) {
        rewritten++;
      }
    }
  }

  /**
   * The group with one source in place of files that were added one after the other. They are parts
   * of one table, so between them the sequences of the rows tell what is newer.
   */
  private List<LoadSource> withFilesJoined(List<Numbered> group, List<Spill> joined)
      throws IOException {
    List<LoadSource> all = new ArrayList<>();
    int at = 0;
    while (at < group.size()) {
      int end = at + 1;
      while (end < group.size() && follows(group.get(end - 1), group.get(end))) {
        end++;
      }
      if (end - at > 1) {
        Spill one = join(group.subList(at, end).stream().map(Numbered::source).toList());
        joined.add(one);
        all.add(one);
      } else {
        all.add(group.get(at).source());
      }
      at = end;
    }
    return all;
  }

  /** Whether both are files that were added, the second right after the first. */
  private static boolean follows(Numbered before, Numbered after) {
    return after.number() == before.number() + 1 && isAdded(before) && isAdded(after);
  }

  private static boolean isAdded(Numbered each) {
    return each.source() instanceof StoredRows rows && rows.isAdded();
  }

  private Spill join(List<LoadSource> addedFiles) throws IOException {
    try (SourceMerge all = new SourceMerge(files, addedFiles, host::checkpoint);
        Spill.Writer out = new Spill.Writer(files.storage(), files.newSpill(), 0)) {
      all.runBySequence(out::append);
      return out.finish();
    }
  }

  /** Says that the files belong to a tree: {@link #close} leaves them alone. */
  public void handOver() {
    sources.clear();
  }

  /** Deletes every file that was not handed over. Closing again does nothing. */
  @Override
  public void close() {
    intake.close();
    sources.forEach(files::delete);
    sources.clear();
  }
}
