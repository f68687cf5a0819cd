package io.kodiak.assembly;

import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.FileSink;
import io.kodiak.api.FileSource;
import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Settings;
import io.kodiak.api.Slice;
import io.kodiak.api.SpiVersion;
import io.kodiak.api.WriteOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plug-ins that read settings and do nothing else: enough for all that happens before opening. */
final class Fakes {
  private Fakes() {}

  /** A builder that knows only fakes, under the names of the defaults and a few more. */
  static EngineBuilder builder() {
    return Kodiak.builder()
        .onlyGivenPlugins()
        .environment(name -> null)
        .plugin(
            new FakeMemtable(
                "b-skiplist", settings -> settings.bytes("arena-block", 1 << 20, 1 << 12, 1 << 30)))
        .plugin(new FakeMemtable("enhanced-skiplist", settings -> {}))
        .plugin(new FakeMemtable("sorted", settings -> {}))
        .plugin(new FakeMemtable("trie", settings -> {}))
        .plugin(new FakeMemtable("vector", settings -> {}))
        .plugin(new FakeFormat("parquet", Fakes::parquet))
        .plugin(new FakeFormat("feather", settings -> {}))
        .plugin(new FakePolicy("leveled", settings -> settings.number("fanout", 10, 2, 100)))
        .plugin(new FakePolicy("tiered", settings -> {}));
  }

  private static void parquet(Settings settings) {
    settings.choice("compression", "lz4", List.of("none", "snappy", "lz4", "zstd"));
    settings.flag("page-crc", true);
    settings.decimal("dictionary-ratio", 0.5, 0, 1);
    settings.duration("retry", Duration.ofSeconds(1), Duration.ZERO, Duration.ofMinutes(1));
    settings.text("created-by", "kodiak");
    settings.section("zstd").number("level", 1, 1, 19);
  }

  /** A memtable that cannot be made. */
  record FakeMemtable(String name, int spiVersion, Consumer<Settings> reads)
      implements MemtableProvider {
    FakeMemtable(String name, Consumer<Settings> reads) {
      this(name, SpiVersion.CURRENT, reads);
    }

    @Override
    public MemtableFactory create(Settings settings) {
      reads.accept(settings);
      return flushBytes -> {
        throw new UnsupportedOperationException();
      };
    }
  }

  /** A format that has no files. */
  record FakeFormat(String name, int spiVersion, Consumer<Settings> reads)
      implements SSTableFormatProvider {
    FakeFormat(String name, Consumer<Settings> reads) {
      this(name, SpiVersion.CURRENT, reads);
    }

    @Override
    public SSTableFormat create(Settings settings) {
      reads.accept(settings);
      return new NoFiles(name);
    }
  }

  private record NoFiles(String fileExtension) implements SSTableFormat {
    @Override
    public int version() {
      return 1;
    }

    @Override
    public String encoding(WriteOptions options) {
      return "plain";
    }

    @Override
    public SSTableWriter writer(FileSink sink, WriteOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SSTableReader reader(FileSource source, int version, @Nullable Slice directory) {
      throw new UnsupportedOperationException();
    }
  }

  /** A policy that never compacts. */
  record FakePolicy(String name, int spiVersion, Consumer<Settings> reads)
      implements CompactionPolicyProvider {
    FakePolicy(String name, Consumer<Settings> reads) {
      this(name, SpiVersion.CURRENT, reads);
    }

    @Override
    public CompactionPolicy create(Settings settings) {
      reads.accept(settings);
      return tree -> List.of();
    }
  }
}
