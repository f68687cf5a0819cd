package io.kodiak.engine.simulation;

import java.util.Arrays;

/**
 * Finds numbers that are not negative, with which the columns of a matrix add up to about 1 in each
 * row: the algorithm of Lawson and Hanson (Solving Least Squares Problems, 1974), which begins with
 * all zero and lets in one column after the other.
 */
final class LeastSquares {
  private static final double TOLERANCE = 1e-10;

  /** Keeps columns that are nearly the same from having no solution. */
  private static final double RIDGE = 1e-13;

  private final double[][] columns;
  private final double[][] products;
  private final double[] wanted;
  private final boolean[] free;
  private double[] solution;

  /**
   * @param columns each with a number for every row, not all of them zero
   */
  private LeastSquares(double[][] columns) {
    int count = columns.length;
    this.columns = new double[count][];
    products = new double[count][count];
    wanted = new double[count];
    free = new boolean[count];
    solution = new double[count];
    for (int i = 0; i < count; i++) {
      double norm = Math.sqrt(product(columns[i], columns[i]));
      this.columns[i] = Arrays.stream(columns[i]).map(x -> x / norm).toArray();
      wanted[i] = Arrays.stream(this.columns[i]).sum();
    }
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < count; k++) {
        products[i][k] = product(this.columns[i], this.columns[k]);
      }
    }
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The number to multiply each column with. */
  static double[] solve(double[][] columns) {
    LeastSquares problem = new LeastSquares(columns);
    problem.run();
    double[] result = new double[columns.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = problem.solution[i] / Math.sqrt(product(columns[i], columns[i]));
    }
    return result;
  }

  private void run() {
    // Each step lets one column in; it may drop others. A few times the columns is plenty.
    for (int step = 0; step < 10 * columns.length; step++) {
      int best = -1;
      double most = TOLERANCE;
      for (int i = 0; i < columns.length; i++) {
        double gradient = wanted[i] - product(products[i], solution);
        if (!free[i] && gradient > most) {
          most = gradient;
          best = i;
        }
      }
      if (best < 0) {
        return;
      }
      free[best] = true;
      settle();
    }
  }

  /** Solves for the free columns, and drops those that would become negative on the way. */
  private void settle() {
    double[] next = unbounded();
    while (smallestFree(next) <= 0) {
      double step = 1;
      for (int i = 0; i < next.length; i++) {
        if (free[i] && next[i] <= 0) {
          double way = solution[i] - next[i];
          step = Math.min(step, way > 0 ? solution[i] / way : 0);
        }
      }
      for (int i = 0; i < next.length; i++) {
        solution[i] += step * (next[i] - solution[i]);
        if (free[i] && solution[i] <= 1e-14) {
          free[i] = false;
        }
        if (!free[i]) {
          solution[i] = 0;
        }
      }
      next = unbounded();
    }
    solution = next;
  }

  private double smallestFree(double[] values) {
    double smallest = Double.MAX_VALUE;
    for (int i = 0; i < values.length; i++) {
      if (free[i]) {
        smallest = Math.min(smallest, values[i]);
      }
    }
    return smallest;
  }

  /** The solution of the free columns, which may be negative: by the factors of Cholesky. */
  private double[] unbounded() {
    int[] index = new int[columns.length];
    int count = 0;
    for (int i = 0; i < columns.length; i++) {
      if (free[i]) {
        index[count++] = i;
      }
    }
    double[][] factor = new double[count][count];
    double[] forward = new double[count];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k <= i; k++) {
        double rest = products[index[i]][index[k]] + (i == k ? RIDGE : 0);
        for (int j = 0; j < k; j++) {
          rest -= factor[i][j] * factor[k][j];
        }
        factor[i][k] = i == k ? Math.sqrt(Math.max(rest, RIDGE)) : rest / factor[k][k];
      }
      double rest = wanted[index[i]];
      for (int j = 0; j < i; j++) {
        rest -= factor[i][j] * forward[j];
      }
      forward[i] = rest / factor[i][i];
    }
    double[] found = new double[columns.length];
    for (int i = count - 1; i >= 0; i--) {
      double rest = forward[i];
      for (int j = i + 1; j < count; j++) {
        rest -= factor[j][i] * found[index[j]];
      }
      found[index[i]] = rest / factor[i][i];
    }
    return found;
  }
}
