package io.kodiak.format.feather;

import static io.kodiak.format.feather.MalformedException.require;

import io.kodiak.api.FileSource;
import io.kodiak.api.Limits;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one record batch: its bytes are read at once, the columns decoded as they are
 * asked for. Believes nothing that does not fit.
 *
 * <p>Without compression, values stay in the file until they are asked for, and go straight to
 * where they are wanted. Buffers and native contexts are kept for the next batch. For one thread.
 */
final class BatchColumns implements AutoCloseable {
  /** Buffers of up to so many bytes are kept from batch to batch. */
  static final int MAX_KEPT_BYTES = 1 << 20;

  private static final byte[] NOTHING = new byte[0];

  private final BatchBuffers buffers = new BatchBuffers();
  private final Codec.@Nullable Decompressor[] decompressors =
      new Codec.@Nullable Decompressor[ZstdCodec.NUMBER + 1];
  private byte[] raw = NOTHING;
  private byte[] plain = NOTHING;

  /** The array in which the buffer of numbers lies that was opened last. */
  private byte[] opened = NOTHING;

  private Codec codec = new NoCodec();
  private int rows;

  /** Where the batch begins in the file, and the bytes before its values. */
  private long position;

  private int head;

  /**
   * Reads a batch, without compression all of it but the values.
   *
   * @throws RuntimeException when its metadata cannot be that of the block
   */
  void load(FileSource source, BlockDirectory directory, int index) throws IOException {
    locate(directory, index);
    int loaded = codec.compresses() ? Math.addExact(head, directory.tailBytes(index)) : head;
    raw = raw.length >= loaded ? raw : new byte[loaded + (loaded >> 3)];
    source.read(position, raw, 0, loaded);
    checkMetadata(directory, index);
  }

  /**
   * Reads all of a batch into an array of its own, which is returned.
   *
   * @throws RuntimeException when its metadata cannot be that of the block
   */
  byte[] hold(FileSource source, BlockDirectory directory, int index) throws IOException {
    locate(directory, index);
    byte[] held = new byte[Math.addExact(head, directory.tailBytes(index))];
    source.read(position, held, 0, held.length);
    raw = held;
    checkMetadata(directory, index);
    return held;
  }

  /** Goes to a batch that {@link #hold} has read. */
  void open(HeldBatch held) {
    position = held.position;
    codec = held.codec;
    head = held.headBytes;
    rows = held.rows().count();
    raw = held.bytes;
    buffers.read(raw, head);
  }

  private void locate(BlockDirectory directory, int index) {
    position = directory.position(index);
    directory.check(index);
    codec = directory.codec();
    head = directory.headBytes(index);
    rows = directory.rows(index);
  }

  private void checkMetadata(BlockDirectory directory, int index) {
    buffers.read(raw, head);
    require(
        buffers.rows() == rows
            && buffers.metadataBytes() == directory.metadataBytes(index)
            && buffers.headBytes() == head
            && buffers.tailBytes() == directory.tailBytes(index)
            && buffers.codec() == codec.number(),
        "its metadata is not that of the directory");
  }

  /** Where the batch begins in the file. */
  long position() {
    return position;
  }

  /** The bytes of all keys. */
  int keyBytes() {
    return size(Layout.KEY_DATA);
  }

  /** The bytes of all values. */
  int valueBytes() {
    return size(Layout.VALUE_DATA);
  }

  /** Decodes the keys to the first bytes of an array. */
  void keys(byte[] keys, int keyBytes, int[] keyOffsets) throws IOException {
    bytes(Layout.KEY_DATA, keys, keyBytes);
    offsets(Layout.KEY_OFFSETS, keyBytes, keyOffsets);
    checkKeys(keyOffsets, rows);
  }

  /** Decodes where the values lie, and makes sure that those of tombstones have no bytes. */
  void valueOffsets(byte[] kinds, int[] offsets) throws IOException {
    offsets(Layout.VALUE_OFFSETS, valueBytes(), offsets);
    checkNulls(kinds, offsets);
  }

  /** Decodes all values, which are {@code size} bytes, to the first bytes of an array. */
  void values(FileSource source, byte[] target, int size) throws IOException {
    if (codec.compresses()) {
      heldValues(target, size);
    } else {
      source.read(position + head, target, 0, size);
    }
  }

  /** The same of a batch of which everything was read. */
  void heldValues(byte[] target, int size) throws IOException {
    bytes(Layout.VALUE_DATA, target, size);
  }

  /** Puts the contents of a buffer, which are {@code size} bytes, into an array. */
  private void bytes(int buffer, byte[] target, int size) throws IOException {
    if (isPacked(buffer)) {
      unpack(buffer, target, size);
      return;
    }
    int start = buffers.start(buffer);
    int from = codec.compresses() && size > 0 ? start + Layout.LENGTH_PREFIX : start;
    System.arraycopy(raw, from, target, 0, size);
  }

  /**
   * Opens a buffer of numbers, which is then in {@link #opened}; returns where in it.
   *
   * @param bytes how many there have to be
   */
  private int open(int buffer, int bytes) throws IOException {
    require(size(buffer) == bytes, buffer, "has a wrong length");
    if (isPacked(buffer)) {
      plain = plain.length >= bytes ? plain : new byte[bytes + (bytes >> 3)];
      unpack(buffer, plain, bytes);
      opened = plain;
      return 0;
    }
    opened = raw;
    int start = buffers.start(buffer);
    return codec.compresses() && bytes > 0 ? start + Layout.LENGTH_PREFIX : start;
  }

  private boolean isPacked(int buffer) {
    return codec.compresses() && buffers.length(buffer) > 0 && prefix(buffer) != Layout.STORED;
  }

  private long prefix(int buffer) {
    require(buffers.length(buffer) > Layout.LENGTH_PREFIX, buffer, "has no contents");
    return (long) Layout.LONG.get(raw, buffers.start(buffer));
  }

  /** The length of a buffer's contents. */
  private int size(int buffer) {
    int length = buffers.length(buffer);
    if (!codec.compresses() || length == 0) {
      return length;
    }
    long prefix = prefix(buffer);
    if (prefix == Layout.STORED) {
      return length - Layout.LENGTH_PREFIX;
    }
    require(prefix > 0 && prefix <= Layout.MAX_BUFFER_BYTES, buffer, "is too long");
    return (int) prefix;
  }

  private void unpack(int buffer, byte[] target, int size) throws IOException {
    int from = buffers.start(buffer) + Layout.LENGTH_PREFIX;
    int length = buffers.length(buffer) - Layout.LENGTH_PREFIX;
    decompressor().decompress(raw, from, length, target, size);
  }

  private Codec.Decompressor decompressor() throws IOException {
    int number = codec.number();
    Codec.Decompressor decompressor = decompressors[number];
    if (decompressor == null) {
      decompressor = codec.decompressor();
      decompressors[number] = decompressor;
    }
    return decompressor;
  }

  private void offsets(int buffer, int end, int[] offsets) throws IOException {
    int at = open(buffer, (rows + 1) * Integer.BYTES);
    byte[] from = opened;
    int before = 0;
    int fallen = 0;
    for (int row = 0; row <= rows; row++) {
      int offset = (int) Layout.INT.get(from, at + row * Integer.BYTES);
      fallen |= offset - before | offset;
      offsets[row] = offset;
      before = offset;
    }
    require(fallen >= 0 && offsets[0] == 0, buffer, "has offsets that do not rise");
    require(before == end, buffer, "has offsets that do not end with its bytes");
  }

  void sequences(long[] sequences) throws IOException {
    int at = open(Layout.SEQ_DATA, rows * Long.BYTES);
    byte[] from = opened;
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (int row = 0; row < rows; row++) {
      long sequence = (long) Layout.LONG.get(from, at + row * Long.BYTES);
      least = Math.min(least, sequence);
      greatest = Math.max(greatest, sequence);
      sequences[row] = sequence;
    }
    require(least >= 1 && greatest <= Limits.MAX_SEQUENCE, "a sequence is out of range");
  }

  void kinds(byte[] kinds) throws IOException {
    int at = open(Layout.OP_DATA, rows * Integer.BYTES);
    byte[] from = opened;
    int seen = 0;
    int deleted = 0;
    for (int row = 0; row < rows; row++) {
      int kind = (int) Layout.INT.get(from, at + row * Integer.BYTES);
      seen |= kind;
      deleted += kind;
      kinds[row] = (byte) kind;
    }
    require((seen & ~1) == 0, "a kind is unknown");
    require(deleted == buffers.nulls(), "the nulls are not as many as the tombstones");
  }

  /** Exactly the tombstones are null, and have no bytes. */
  private void checkNulls(byte[] kinds, int[] offsets) throws IOException {
    int bytes = buffers.nulls() == 0 ? 0 : (rows + 7) / Byte.SIZE;
    int at = open(Layout.VALUE_VALIDITY, bytes);
    byte[] from = opened;
    int wrong = 0;
    for (int row = 0; row < rows && bytes > 0; row++) {
      int valid = from[at + (row >>> 3)] >>> (row & 7) & 1;
      wrong |= valid ^ 1 ^ kinds[row];
      wrong |= -kinds[row] & (offsets[row + 1] - offsets[row]);
    }
    require(wrong == 0, "the nulls are not the tombstones");
  }

  private static void checkKeys(int[] offsets, int rows) {
    int shortest = Integer.MAX_VALUE;
    int longest = 0;
    for (int row = 0; row < rows; row++) {
      int length = offsets[row + 1] - offsets[row];
      shortest = Math.min(shortest, length);
      longest = Math.max(longest, length);
    }
    require(
        shortest >= Limits.MIN_KEY_BYTES && longest <= Limits.MAX_KEY_BYTES,
        "the length of a key is out of bounds");
  }

  /** Lets go of a batch that was {@link #hold held}. */
  void letGo() {
    raw = NOTHING;
    release();
  }

  /** Lets go of buffers that grew large. */
  void release() {
    opened = NOTHING;
    raw = raw.length > MAX_KEPT_BYTES ? NOTHING : raw;
    plain = plain.length > MAX_KEPT_BYTES ? NOTHING : plain;
  }

  @Override
  public void close() {
    for (Codec.Decompressor decompressor : decompressors) {
      if (decompressor != null) {
        decompressor.close();
      }
    }
  }
}
