package io.kodiak.columnar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Turns what Parquet stores for one primitive type into values; see {@link RowCursor#value}. */
final class ParquetPrimitive {
  private static final long JULIAN_DAY_OF_1970 = 2_440_588;
  private static final int INT96_BYTES = 12;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final BigInteger TWO_TO_THE_64TH = BigInteger.ONE.shiftLeft(Long.SIZE);

  private final @Nullable LogicalTypeAnnotation logical;
  private final boolean isInt96;

  ParquetPrimitive(PrimitiveType type) {
    logical = type.getLogicalTypeAnnotation();
    isInt96 = type.getPrimitiveTypeName() == PrimitiveTypeName.INT96;
  }

  /** The value of a statistic. */
  @Nullable Object of(@Nullable Object stored) {
    if (stored instanceof Integer number) {
      return ofInt(number);
    }
    if (stored instanceof Long number) {
      return ofLong(number);
    }
    if (stored instanceof Float number) {
      return number.doubleValue();
    }
    return stored instanceof Binary bytes ? ofBinary(bytes) : stored;
  }

  Object ofInt(int stored) {
    if (logical instanceof DateLogicalTypeAnnotation) {
      return LocalDate.ofEpochDay(stored);
    }
    if (logical instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
      return Integer.toUnsignedLong(stored);
    }
    return ofLong(stored);
  }

  Object ofLong(long stored) {
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return BigDecimal.valueOf(stored, decimal.getScale());
    }
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      Instant instant = instant(stored, timestamp.getUnit());
      return timestamp.isAdjustedToUTC()
          ? instant
          : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
    if (logical instanceof TimeLogicalTypeAnnotation time) {
      return LocalTime.ofNanoOfDay(Math.multiplyExact(stored, nanos(time.getUnit())));
    }
    if (logical instanceof IntLogicalTypeAnnotation integer && !integer.isSigned() && stored < 0) {
      return new BigDecimal(BigInteger.valueOf(stored).add(TWO_TO_THE_64TH));
    }
    return stored;
  }

  private static Instant instant(long count, TimeUnit unit) {
    long perSecond = NANOS_PER_SECOND / nanos(unit);
    return Instant.ofEpochSecond(
        Math.floorDiv(count, perSecond), Math.floorMod(count, perSecond) * nanos(unit));
  }

  private static long nanos(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 1_000_000;
      case MICROS -> 1_000;
      case NANOS -> 1;
    };
  }

  Object ofBinary(Binary stored) {
    if (isInt96) {
      return int96(stored);
    }
    if (logical == null) {
      return stored.getBytes();
    }
    if (logical instanceof StringLogicalTypeAnnotation
        || logical instanceof EnumLogicalTypeAnnotation
        || logical instanceof JsonLogicalTypeAnnotation) {
      return new String(stored.getBytes(), UTF_8);
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return new BigDecimal(new BigInteger(stored.getBytes()), decimal.getScale());
    }
    if (logical instanceof UUIDLogicalTypeAnnotation) {
      ByteBuffer bytes = stored.toByteBuffer();
      return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }
    if (logical instanceof Float16LogicalTypeAnnotation) {
      return float16(stored.getBytes());
    }
    return stored.getBytes();
  }

  /** A floating-point number of 16 bits (IEEE 754), little-endian. */
  private static Object float16(byte[] bytes) {
    if (bytes.length != Short.BYTES) {
      return bytes;
    }
    int bits = (bytes[1] & 0xff) << 8 | (bytes[0] & 0xff);
    int exponent = bits >>> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double sign = bits >>> 15 == 0 ? 1 : -1;
    if (exponent == 0x1f) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? sign * Math.scalb((double) fraction, -24)
        : sign * Math.scalb((double) (fraction | 0x400), exponent - 25);
  }

  /** The outdated way to store points in time: nanoseconds of a day, and the day. */
  private static Object int96(Binary stored) {
    byte[] bytes = stored.getBytes();
    if (bytes.length != INT96_BYTES) {
      return bytes;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = buffer.getLong();
    long day = buffer.getInt() - JULIAN_DAY_OF_1970;
    return LocalDate.ofEpochDay(day).atStartOfDay().toInstant(ZoneOffset.UTC).plusNanos(nanos);
  }
}
