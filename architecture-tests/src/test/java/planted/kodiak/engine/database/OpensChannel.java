package planted.kodiak.engine.database;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** The facade may name paths, not open files. */
public final class OpensChannel {
  long size(FileChannel channel) throws IOException {
    return channel.size();
  }
}
