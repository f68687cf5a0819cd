package io.kodiak.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EffectiveConfigurationTest extends ConfigFixture {
  @Test
  void everySettingIsShownWithItsOrigin() throws IOException {
    String shown =
        check(
                """
                kodiak {
                  directory = "my data"
                  table-defaults {
                    memtable.flush-size = 8 MiB
                    format.parquet { zstd.level = 3, created-by = "a \\"b\\" true" }
                  }
                  tables { events { memtable.type = vector } }
                }
                """)
            .toHocon();
    assertThat(shown.replace(folder + "/", ""))
        .isEqualTo(
            """
            kodiak {
              profile = balanced                            # default
              directory = "my data"  # kodiak.conf:2
              read-mode = mmap                              # default
              cache-size = 256 MiB                          # default
              compaction-threads = 1                        # default
              compaction-rate = 0 B                         # default
              wal {
                sync = always                               # default
                sync-interval = 100 ms                      # default
                segment-size = 64 MiB                       # default
                max-size = 1 GiB                            # default
              }
              plugins {
                directory = null                            # default
              }
              table-defaults {
                memtable {
                  type = b-skiplist                         # default
                  flush-size = 8 MiB                        # kodiak.conf:4
                  flush-entries = null                      # default
                  max-immutable = 2                         # default
                  b-skiplist {
                    arena-block = 1 MiB                     # default
                  }
                }
                format {
                  levels = [parquet]                        # default
                  last-level = null                         # default
                  block-size = 16 KiB                       # default
                  last-level-block-size = 32 KiB            # default
                  bloom-bits-per-key = 10                   # default
                  parquet {
                    compression = lz4                       # default
                    page-crc = true                         # default
                    dictionary-ratio = 0.5                  # default
                    retry = 1 s                             # default
                    created-by = "a \\"b\\" true"             # kodiak.conf:5
                    zstd {
                      level = 3                             # kodiak.conf:5
                    }
                  }
                }
                compaction {
                  policy = leveled                          # default
                  slowdown-runs = 20                        # default
                  stop-runs = 36                            # default
                  leveled {
                    fanout = 10                             # default
                  }
                }
                trace {
                  record = false                            # default
                  max-size = 64 MiB                         # default
                }
              }
              tables {
                events {
                  memtable {
                    type = vector                           # kodiak.conf:7
                  }
                }
              }
            }
            """);
  }

  @Test
  void whatIsShownMeansTheSameWhenItIsRead() throws IOException {
    EffectiveConfiguration first =
        check(
            """
            kodiak {
              profile = memory-efficient
              directory = "a, b # {c}\\n"
              wal.sync-interval = 1500 us
              table-defaults {
                memtable { flush-entries = 1000, b-skiplist.arena-block = 100 kB }
                format { levels = [feather, parquet], last-level = feather }
                format.parquet { created-by = "true", retry = 30 s, dictionary-ratio = 0.25 }
              }
              tables {
                one { memtable.flush-entries = null, format.last-level = null }
                two-2 { memtable.type = vector, compaction.policy = tiered, format.levels = [feather] }
                "3" { format.parquet.created-by = "on # off" }
              }
            }
            """);
    EffectiveConfiguration second =
        Fakes.builder().file(write("elsewhere/shown.conf", first.toHocon())).check();
    assertThat(LayersTest.withoutOrigins(second)).isEqualTo(LayersTest.withoutOrigins(first));
    assertThat(second.directory()).isEqualTo(first.directory());
  }

  @Test
  void pluginsAreNotLoadedFromTheDatabase() throws IOException {
    Path jar = write("data/plugins/acme.jar", "no jar");
    String report = report("kodiak { directory = data, plugins.directory = \"data/plugins\" }");
    assertThat(jar).exists();
    assertThat(report)
        .contains(
            "plugins.directory = \"data/plugins\": plug-ins are not loaded from the database");
  }
}
