package io.kodiak.engine.wal;

/**
 * What a segment says of itself and of the one before; see {@link SegmentFormat}.
 *
 * @param number the number of the segment
 * @param previous the number of the segment before; 0 when there was none
 * @param previousEnd where the records of that one end
 * @param previousChain the chain at that end
 * @param base the position in the log at which the segment begins
 * @param forced the position up to which the log was forced when the segment was begun
 * @param recycled whether the file held another segment before
 */
record SegmentHeader(
    long number,
    long previous,
    long previousEnd,
    long previousChain,
    long base,
    long forced,
    boolean recycled) {}
