package io.kodiak.columnar;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.util.ValueVectorUtility;
import org.apache.arrow.vector.validate.ValidateVectorBufferVisitor;
import org.apache.arrow.vector.validate.ValidateVectorDataVisitor;

/** Lets the library check that a vector refers to nothing outside of its memory. */
final class ArrowChecks {
  private ArrowChecks() {}

  static void check(FieldVector vector) {
    if (holdsHalves(vector)) {
      // The library's check of types knows no floats of two bytes, and refuses them.
      vector.accept(new ValidateVectorBufferVisitor(), null);
      vector.accept(new ValidateVectorDataVisitor(), null);
    } else {
      ValueVectorUtility.validateFull(vector);
    }
  }

  private static boolean holdsHalves(FieldVector vector) {
    return vector instanceof Float2Vector
        || vector.getChildrenFromFields().stream().anyMatch(ArrowChecks::holdsHalves);
  }
}
