package io.kodiak.engine.trace;

/**
 * What a frame of a trace says of all writes of its time, sampled or not.
 *
 * @param records how many of them are recorded in the frame
 * @param halvings the sample has one key in 2 to the power of this
 * @param firstWrite how many writes there were before
 * @param writes puts and deletes
 * @param deletes how many of them are deletes
 * @param keyBytes bytes of their keys
 * @param valueBytes bytes of their values
 * @param lost writes of keys of the sample that are not recorded, as the file was too slow
 * @param beginMillis when the first of them was made, in milliseconds since 1970 UTC
 * @param endMillis when the frame was ended
 */
public record FrameHead(
    int records,
    int halvings,
    long firstWrite,
    long writes,
    long deletes,
    long keyBytes,
    long valueBytes,
    long lost,
    long beginMillis,
    long endMillis) {}
