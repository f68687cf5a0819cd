package io.kodiak.engine.sstable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.BytesColumn;
import io.kodiak.api.EntryKind;
import io.kodiak.api.FileSink;
import io.kodiak.api.FileSource;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SSTableBuilderTest {
  private final PlainStorage storage = new PlainStorage();

  private SSTableBuilder builder() throws IOException {
    return new TestTables(storage, 0).builder(10);
  }

  private void refused(String problem, Block... blocks) throws IOException {
    try (SSTableBuilder builder = builder()) {
      for (int i = 0; i < blocks.length - 1; i++) {
        builder.append(blocks[i]);
      }
      assertThatThrownBy(() -> builder.append(blocks[blocks.length - 1]))
          .isInstanceOf(DisorderException.class)
          .hasMessageContainingAll("tables/users/000001.columns: refused to write", problem);
    }
    assertThat(storage.names()).isEmpty();
    assertThat(storage.openFiles()).isZero();
  }

  @Test
  void refusesEntriesThatAreNotInStrictOrder() throws IOException {
    refused(
        "row 1 of a block: the entry is not in order",
        Version.block(Version.put("b", 1, ""), Version.put("a", 2, "")));
    refused("row 1 of a block", Version.block(Version.put("a", 1, ""), Version.put("a", 2, "")));
    refused(
        "\"a\" with sequence 2 came behind \"b\" with sequence 1",
        Version.block(Version.put("b", 1, "")),
        Version.block(Version.put("a", 2, "")));
    refused(
        "came behind",
        Version.block(Version.put("b", 1, "")),
        Version.block(Version.put("b", 1, "")));
    refused(
        "came behind",
        Version.block(Version.put("b", 1, "")),
        Version.block(Version.put("b", 2, "")));
  }

  @Test
  void refusesWhatNoTableMayHold() throws IOException {
    refused("key has no bytes", Version.block(Version.put("", 1, "")));
    refused("sequence is out of range", Version.block(Version.put("a", 0, "")));
    refused(
        "tombstone has a value",
        Version.block(new Version(Slice.utf8("a"), 1, EntryKind.DELETE, Slice.utf8("x"))));
  }

  @Test
  void deletesWhatItWroteUnlessItFinished() throws IOException {
    try (SSTableBuilder builder = builder()) {
      builder.append(Version.block(Version.put("a", 1, "x")));
      assertThat(storage.names()).containsExactly("tables/users/000001.columns");
      assertThat(builder.entries()).isEqualTo(1);
      assertThat(builder.bytesWritten()).isPositive();
    }
    assertThat(storage.names()).isEmpty();
    try (SSTableBuilder builder = builder()) {
      builder.append(Version.block(Version.put("a", 1, "x")));
      builder.finish(2, 7);
    }
    assertThat(storage.names())
        .containsExactly("tables/users/000001.columns", "tables/users/000001.index");
    assertThat(storage.openFiles()).isZero();
  }

  @Test
  void doesNotFinishATableWithoutEntries() throws IOException {
    try (SSTableBuilder builder = builder()) {
      assertThatThrownBy(() -> builder.finish(0, 1)).isInstanceOf(IllegalStateException.class);
    }
    assertThat(storage.names()).isEmpty();
  }

  @Test
  void keepsTheFileThatWasThereBefore() throws IOException {
    storage.replace("tables/users/000001.columns", new byte[] {1});
    assertThatThrownBy(this::builder).isInstanceOf(IOException.class);
    assertThat(storage.bytes("tables/users/000001.columns")).hasSize(1);
  }

  /** Breaks the contract of formats in one way. */
  private enum Fault {
    THROWS_AT_BEGIN,
    THROWS_AT_APPEND,
    THROWS_AT_FINISH,
    WRAPS_AN_IO_ERROR,
    LOSES_A_BLOCK,
    CHANGES_A_VALUE,
    THROWS_AT_OPEN,
    LINKS_WRONG
  }

  private static final class FaultyFormat extends ForwardingFormat {
    private final Fault fault;

    FaultyFormat(Fault fault) {
      super(new ColumnFormat());
      this.fault = fault;
    }

    @Override
    public SSTableWriter writer(FileSink sink, WriteOptions options) throws IOException {
      fail(Fault.THROWS_AT_BEGIN);
      SSTableWriter writer = super.writer(sink, options);
      return new SSTableWriter() {
        private int blocks;

        @Override
        public void append(Block block) throws IOException {
          fail(Fault.THROWS_AT_APPEND);
          if (fault == Fault.WRAPS_AN_IO_ERROR) {
            throw new UncheckedIOException(new IOException("disk is full"));
          }
          if (fault == Fault.LINKS_WRONG) {
            throw new NoClassDefFoundError("some/Codec");
          }
          if (fault != Fault.LOSES_A_BLOCK || blocks++ != 1) {
            writer.append(fault == Fault.CHANGES_A_VALUE ? changed(block) : block);
          }
        }

        @Override
        public long bytesWritten() {
          return writer.bytesWritten();
        }

        @Override
        public Slice finish() throws IOException {
          fail(Fault.THROWS_AT_FINISH);
          return writer.finish();
        }

        @Override
        public void close() throws IOException {
          writer.close();
        }
      };
    }

    @Override
    public SSTableReader reader(FileSource source, int version, @Nullable Slice directory)
        throws IOException {
      fail(Fault.THROWS_AT_OPEN);
      return super.reader(source, version, directory);
    }

    private void fail(Fault at) {
      if (fault == at) {
        throw new IllegalStateException("bug in the plug-in");
      }
    }

    private static Block changed(Block block) {
      byte[] values = block.values().array().clone();
      values[block.values().start(0)] ^= 1;
      return new Block(
          block.count(),
          block.keyArray(),
          block.keyOffsets(),
          block.sequences(),
          block.kinds(),
          new BytesColumn(Block.VALUE, values, block.values().offsets()));
    }
  }

  @Test
  void namesTheFormatThatBreaksItsContractAndLeavesNothingBehind() {
    for (Fault fault : Fault.values()) {
      TestTables tables = new TestTables(storage, new FaultyFormat(fault), 0);
      List<Version> versions = List.of(Version.put("a", 1, "x"), Version.put("b", 2, "y"));
      if (fault == Fault.WRAPS_AN_IO_ERROR) {
        assertThatThrownBy(() -> tables.write(versions, 1))
            .isExactlyInstanceOf(IOException.class)
            .hasMessage("disk is full");
      } else {
        assertThatThrownBy(() -> tables.write(versions, 1))
            .as("%s", fault)
            .isInstanceOf(PluginException.class)
            .hasMessageStartingWith("format \"columns\": ")
            .hasMessageContaining("tables/users/000001.columns");
      }
      assertThat(storage.names()).as("%s", fault).isEmpty();
      assertThat(storage.openFiles()).as("%s", fault).isZero();
    }
  }

  @Test
  void countsDifferentKeysAlsoAcrossBlocks() throws IOException {
    List<Version> versions =
        List.of(
            Version.put("a", 3, ""),
            Version.put("a", 2, ""),
            Version.put("b", 9, ""),
            Version.put("b", 8, ""),
            Version.put("c", 4, ""));
    for (int blockBytes : new int[] {1, 4, 4096}) {
      try (TestTables tables = new TestTables(new PlainStorage(), 0)) {
        SSTable table = tables.table(versions, blockBytes);
        assertThat(table.keys()).isEqualTo(3);
        assertThat(table.meta().entries()).isEqualTo(5);
      }
    }
  }
}
