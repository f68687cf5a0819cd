package io.kodiak.api;

/** One column of the value side of a {@link Block}. */
public sealed interface Column permits BytesColumn {
  /** The name of the column in the file. */
  String name();
}
