package io.kodiak.format.feather;

import io.kodiak.api.Block;
import io.kodiak.api.BlockArrays;
import io.kodiak.api.EncodedBlock;
import io.kodiak.api.EncodedBlockReader;
import io.kodiak.api.EntryView;
import io.kodiak.api.FileSource;
import io.kodiak.api.PointReader;
import java.io.IOException;
import java.util.Objects;

/** Reads the blocks of one file. Immutable; safe for use by several threads. */
final class FeatherReader implements PointReader, EncodedBlockReader {
  /** One for all files: it holds nothing that belongs to one of them. */
  private static final DecoderPool DECODERS =
      new DecoderPool(Runtime.getRuntime().availableProcessors());

  private final FileSource source;
  private final BlockDirectory directory;

  FeatherReader(FileSource source, BlockDirectory directory) {
    this.source = source;
    this.directory = directory;
  }

  @Override
  public int blockCount() {
    return directory.blockCount();
  }

  @Override
  public Block block(int index) throws IOException {
    return read(index, BlockArrays.fresh());
  }

  @Override
  public Block block(int index, Block spent) throws IOException {
    return read(index, BlockArrays.of(spent));
  }

  @Override
  public Outcome find(
      int block, byte[] key, int offset, int length, long snapshot, EntryView result)
      throws IOException {
    Objects.checkIndex(block, directory.blockCount());
    BatchDecoder decoder = DECODERS.take();
    try {
      return decoder.find(source, directory, block, key, offset, length, snapshot, result);
    } finally {
      DECODERS.giveBack(decoder);
    }
  }

  @Override
  public EncodedBlock encodedBlock(int index) throws IOException {
    Objects.checkIndex(index, directory.blockCount());
    BatchDecoder decoder = DECODERS.take();
    try {
      return decoder.hold(source, directory, index);
    } finally {
      DECODERS.giveBack(decoder);
    }
  }

  static Block decode(HeldBatch held) throws IOException {
    BatchDecoder decoder = DECODERS.take();
    try {
      return decoder.decode(held);
    } finally {
      DECODERS.giveBack(decoder);
    }
  }

  private Block read(int index, BlockArrays arrays) throws IOException {
    Objects.checkIndex(index, directory.blockCount());
    BatchDecoder decoder = DECODERS.take();
    try {
      return decoder.read(source, directory, index, arrays);
    } finally {
      DECODERS.giveBack(decoder);
    }
  }

  @Override
  public void close() {
    // The engine closes the file; there is nothing else.
  }
}
