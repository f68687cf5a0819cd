package io.kodiak.engine.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The directory of one database, and every operation on it. Safe for use by several threads; no
 * operation is cut short by an interrupt, and the interrupt stays pending.
 *
 * <p>Names are relative to the directory, with {@code /} between their parts, each of which begins
 * with a letter or a digit: {@code tables/users/000031.parquet}. Any other name is an {@link
 * IllegalArgumentException}.
 *
 * <p>Durability is what POSIX promises, no more: the content of a file is durable once the file was
 * forced; that a file exists, is gone or has another name, once its directory was forced. A crash
 * before may keep any part of what was not forced, in any order.
 */
public interface Storage extends Closeable {
  /** The directory, for messages. */
  String describe();

  /** Where other processes find a file: its absolute path. */
  String location(String name);

  /**
   * Creates a file and opens it for writing.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is a file of that name
   */
  WritableFile create(String name) throws IOException;

  /**
   * Makes the bytes of a finished file from anywhere those of a file of the database too, and
   * durable, as one file of two names where the file system can. Its directory is not forced. The
   * source is not changed; whoever changes it later may change both.
   *
   * @param source a plain file, or a symbolic link to one
   * @param link whether both may share their bytes; otherwise they are copied
   * @return whether they do
   * @throws java.nio.file.FileAlreadyExistsException when there is a file of that name
   */
  boolean adopt(Path source, String name, boolean link) throws IOException;

  /**
   * Opens a finished file for reading.
   *
   * @throws java.nio.file.NoSuchFileException when there is no such file
   */
  ReadableFile open(String name) throws IOException;

  /**
   * Creates a file of {@code size} zero bytes and opens it as a log. All of its space is allocated
   * and forced, so that a write into it needs none; its directory is not forced.
   *
   * @param size from 1 to {@link LogFile#MAX_BYTES}
   * @throws java.nio.file.FileAlreadyExistsException when there is a file of that name
   */
  LogFile createLog(String name, long size) throws IOException;

  /**
   * Opens an existing file as a log, with the size that it has. To force it makes durable what was
   * written through any opening of it.
   *
   * @throws java.nio.file.NoSuchFileException when there is no such file
   * @throws IOException when the file is larger than {@link LogFile#MAX_BYTES}
   */
  LogFile openLog(String name) throws IOException;

  /**
   * The files and directories that lie directly in a directory, by name; none when it does not
   * exist.
   *
   * @param directory a name; empty for the directory of the database itself
   */
  List<FileInfo> list(String directory) throws IOException;

  /**
   * Creates a directory and those that it lies in, and makes them durable. Nothing when it exists.
   *
   * @param directory a name; empty for the directory of the database itself
   */
  void createDirectory(String directory) throws IOException;

  /**
   * Renames a file; one that has the new name already is replaced. Other openers see old or new.
   */
  void rename(String from, String to) throws IOException;

  /**
   * Gives a finished file a second name, under which it stays when the first is deleted. Takes no
   * space but that of the name.
   *
   * @param existing the file
   * @param name the further name, in a directory that exists
   * @throws java.nio.file.FileAlreadyExistsException when there is a file of that name
   * @throws IOException when the file system has no hard links, or no more of this file
   */
  void link(String existing, String name) throws IOException;

  /** Deletes a file; false when there was none. */
  boolean delete(String name) throws IOException;

  /** Deletes a directory; false when there was none, or something lies in it: then it stays. */
  boolean deleteDirectory(String directory) throws IOException;

  /**
   * Makes what was created, renamed and deleted in a directory durable.
   *
   * @param directory a name; empty for the directory of the database itself
   */
  void forceDirectory(String directory) throws IOException;

  /**
   * Takes the lock that keeps every other opener out, in this JVM and in other processes. The file
   * is created when it is missing.
   *
   * @return closing it frees the lock
   * @throws IOException saying who holds it, when it is taken
   */
  Closeable lock(String name) throws IOException;

  /** The number of bytes that can still be written. */
  long usableSpace() throws IOException;
}
