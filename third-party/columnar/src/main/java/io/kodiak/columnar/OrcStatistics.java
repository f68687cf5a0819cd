package io.kodiak.columnar;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.orc.ColumnStatistics;
import org.apache.orc.DateColumnStatistics;
import org.apache.orc.DecimalColumnStatistics;
import org.apache.orc.DoubleColumnStatistics;
import org.apache.orc.IntegerColumnStatistics;
import org.apache.orc.StringColumnStatistics;
import org.apache.orc.TimestampColumnStatistics;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.common.type.HiveDecimal;
import org.jspecify.annotations.Nullable;

/** What the footer of an ORC file says of its columns. */
final class OrcStatistics {
  private OrcStatistics() {}

  static ColumnDescription describe(
      String name, TypeDescription type, ColumnStatistics[] statistics, long rows) {
    int id = type.getId();
    if (id >= statistics.length) {
      return new ColumnDescription(name, type.toString(), true, -1, -1, null, null);
    }
    ColumnStatistics column = statistics[id];
    long nulls = Math.max(0, rows - column.getNumberOfValues());
    long bytes = 0;
    for (int i = id; i <= type.getMaximumId() && i < statistics.length; i++) {
      bytes += statistics[i].getBytesOnDisk();
    }
    return new ColumnDescription(
        name,
        type.toString(),
        true,
        bytes,
        nulls,
        column.getNumberOfValues() == 0 ? null : bound(column, type, true),
        column.getNumberOfValues() == 0 ? null : bound(column, type, false));
  }

  private static @Nullable Object bound(
      ColumnStatistics column, TypeDescription type, boolean least) {
    if (column instanceof IntegerColumnStatistics numbers) {
      return least ? numbers.getMinimum() : numbers.getMaximum();
    }
    if (column instanceof DoubleColumnStatistics numbers) {
      return least ? numbers.getMinimum() : numbers.getMaximum();
    }
    if (column instanceof StringColumnStatistics texts) {
      return least ? texts.getLowerBound() : texts.getUpperBound();
    }
    if (column instanceof DateColumnStatistics dates) {
      return LocalDate.ofEpochDay(
          least ? dates.getMinimumDayOfEpoch() : dates.getMaximumDayOfEpoch());
    }
    if (column instanceof DecimalColumnStatistics decimals) {
      return decimal(least ? decimals.getMinimum() : decimals.getMaximum());
    }
    if (column instanceof TimestampColumnStatistics times) {
      Instant instant = (least ? times.getMinimumUTC() : times.getMaximumUTC()).toInstant();
      return type.getCategory() == TypeDescription.Category.TIMESTAMP_INSTANT
          ? instant
          : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
    return null;
  }

  private static @Nullable BigDecimal decimal(@Nullable HiveDecimal decimal) {
    return decimal == null ? null : decimal.bigDecimalValue();
  }
}
