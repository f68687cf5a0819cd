package planted.kodiak.engine.storage;

import java.io.IOException;
import java.io.ObjectInputStream;

/** Nothing is ever deserialized. */
public final class Serializes {
  Object read(ObjectInputStream in) throws IOException, ClassNotFoundException {
    return in.readObject();
  }
}
