package io.kodiak.engine.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts what a merge makes into files as the engine does: at the target size, at boundaries, and
 * where a file would overlap too much of the level below. For one thread.
 */
final class FileCutter {
  private static final double BEYOND = 2;

  private final TableMaker maker;
  private final double targetBytes;
  private final double[] boundaries;
  private final OverlappedLevel below;
  private final List<Part> files = new ArrayList<>();
  private final List<Part> open = new ArrayList<>();
  private int nextBoundary;
  private double room;

  /**
   * A cutter for the outputs of one merge.
   *
   * @param boundaries places at which a file begins, ascending
   * @param below what lies on the next level
   */
  FileCutter(TableMaker maker, long targetBytes, double[] boundaries, OverlappedLevel below) {
    this.maker = maker;
    this.targetBytes = targetBytes;
    this.boundaries = boundaries;
    this.below = below;
    room = targetBytes;
  }

  /** What each file holds, by place. */
  List<Part> cut(List<Part> parts) {
    for (Part part : parts) {
      add(part);
    }
    end();
    return files;
  }

  private void add(Part part) {
    double perWidth = maker.bytes(part) / part.width();
    double place = part.from();
    while (place < part.to()) {
      if (open.isEmpty()) {
        below.begin(place);
      }
      double bySize = perWidth > 0 ? Math.max(Math.nextUp(place), place + room / perWidth) : BEYOND;
      double byBoundary = boundary(place);
      double end = Math.min(Math.min(bySize, byBoundary), part.to());
      double byOverlap = below.end(end);
      double cut = Math.min(end, byOverlap);
      open.add(part.between(place, cut));
      room -= (cut - place) * perWidth;
      place = cut;
      if (cut == bySize || cut == byOverlap || cut == byBoundary) {
        end();
      }
    }
  }

  /** The first boundary behind a place. */
  private double boundary(double place) {
    while (nextBoundary < boundaries.length && boundaries[nextBoundary] <= place) {
      nextBoundary++;
    }
    return nextBoundary < boundaries.length ? boundaries[nextBoundary] : BEYOND;
  }

  private void end() {
    if (!open.isEmpty()) {
      files.add(joined());
      open.clear();
      room = targetBytes;
    }
  }

  private Part joined() {
    Part first = open.get(0);
    if (open.size() == 1) {
      return first;
    }
    double from = first.from();
    double to = open.get(open.size() - 1).to();
    double[] present = new double[first.present().length];
    double fresh = 0;
    double entries = 0;
    double tombstones = 0;
    for (Part part : open) {
      double share = part.width() / (to - from);
      for (int i = 0; i < present.length; i++) {
        present[i] += part.present()[i] * share;
      }
      fresh += part.fresh();
      double own = maker.entries(part);
      entries += own;
      tombstones += own * part.deleted();
    }
    return new Part(from, to, present, entries == 0 ? 0 : tombstones / entries, fresh);
  }
}
