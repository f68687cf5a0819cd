package planted.kodiak.compaction.leveled;

import java.io.IOException;
import java.io.InputStream;

/** A policy may not do I/O. */
public final class ReadsFile {
  int read(InputStream in) throws IOException {
    return in.read();
  }
}
