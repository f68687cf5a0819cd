package io.kodiak.format.orc;

/**
 * What is remembered of a stripe until the file is complete.
 *
 * @param position where it begins in the file
 * @param indexBytes of its row indexes, with which it begins
 * @param dataBytes of its streams
 * @param footerBytes of its footer, with which it ends
 * @param presentBytes of the stream of which values are present, among those of its streams; 0 when
 *     all are and there is none
 * @param tombstones how many of its rows are tombstones
 * @param blocks the numbers of each block, as {@link BlockDirectory} has them
 */
record Stripe(
    long position,
    long indexBytes,
    long dataBytes,
    long footerBytes,
    long presentBytes,
    int rows,
    int tombstones,
    BlockSizes blocks,
    RowStatistics statistics) {}
