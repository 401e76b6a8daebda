package io.duality.diagnosis;

import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.HandleSeen;
import io.duality.model.Health;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The de Broglie duality: errors that come again and again, everywhere alike, are the wave of a
 * mass that grows. Two rising series always correlate, so their increments per window are compared,
 * over at least ten windows, and the mass may follow the errors by some windows.
 */
final class DeBroglie {
  private static final int WINDOWS = 10;
  private static final int MOST_LAG = 3;
  private static final double SURE = 0.7;
  private static final long LONG_WINDOW = 10_000_000_000L;
  private static final long SHORT_WINDOW = 5_000_000_000L;
  private static final long LONG_SPAN = 150_000_000_000L;

  /** What became of the comparison. */
  enum Verdict {
    /** The increments go together. */
    TOGETHER,
    /** They do not, although both were seen long enough. */
    APART,
    /** Too few windows, or one of the two was not seen. */
    UNSEEN
  }

  /**
   * What was found.
   *
   * @param statement a clause
   */
  record Found(Verdict verdict, String statement) {}

  private final Health health;

  DeBroglie(Case incident) {
    this.health = incident.evidence().health();
  }

  /** Errors of one class, or of any when null, against what grows on the heap. */
  Found heap(String className) {
    return of(
        className,
        "the live heap",
        "bytes",
        each -> each.memory().liveBytes(),
        each -> each.memory().liveBytes() >= 0 ? each.memory().liveNanos() : Vitals.UNKNOWN);
  }

  /** The same against handles of every kind; the one that goes with them best. */
  Found handles(String className) {
    Found best = new Found(Verdict.UNSEEN, "no handles were counted beside errors");
    List<String> kinds = new ArrayList<>();
    for (Vitals each : health.series()) {
      each.handles().stream()
          .map(HandleSeen::kind)
          .filter(k -> !kinds.contains(k))
          .forEach(kinds::add);
    }
    for (String kind : kinds) {
      Found found = of(className, kind, "handles", each -> count(each, kind), each -> each.nanos());
      if (found.verdict().compareTo(best.verdict()) < 0) {
        best = found;
      }
    }
    return best;
  }

  private static double count(Vitals reading, String kind) {
    return reading.handles().stream()
        .filter(each -> each.kind().equals(kind))
        .mapToDouble(HandleSeen::count)
        .findFirst()
        .orElse(-1);
  }

  private Found of(
      String className,
      String mass,
      String unit,
      ToDoubleFunction<Vitals> figure,
      ToDoubleFunction<Vitals> known) {
    Found best = new Found(Verdict.UNSEEN, "fewer than " + WINDOWS + " windows of both");
    for (ErrorSeen error : health.errors()) {
      if (className == null || error.className().equals(className)) {
        Found found = of(error, mass, unit, figure, known);
        best = found.verdict().compareTo(best.verdict()) < 0 ? found : best;
      }
    }
    return best;
  }

  private Found of(
      ErrorSeen error,
      String mass,
      String unit,
      ToDoubleFunction<Vitals> figure,
      ToDoubleFunction<Vitals> known) {
    double[] errors = increments(each -> total(each, error));
    double[] masses =
        increments(each -> known.applyAsDouble(each) < 0 ? -1 : figure.applyAsDouble(each));
    int n = Math.min(errors.length, masses.length);
    Found nothing = new Found(Verdict.UNSEEN, "fewer than " + WINDOWS + " windows of both");
    if (n < WINDOWS || sum(errors) <= 0) {
      return nothing;
    }
    int bestLag = 0;
    double best = -1;
    for (int lag = 0; lag <= MOST_LAG && n - lag >= WINDOWS; lag++) {
      double r = correlation(errors, masses, lag, n);
      if (r > best) {
        best = r;
        bestLag = lag;
      }
    }
    String name = Words.withoutPackages(error.className());
    if (best < SURE) {
      return new Found(
          Verdict.APART,
          name
              + " and "
              + mass
              + " do not grow in the same windows (correlation of "
              + n
              + " increments "
              + Amounts.figure(Math.max(0, Math.round(best * 10) / 10.0))
              + ")");
    }
    double perError = slope(errors, masses, bestLag, n);
    String each =
        unit.equals("bytes")
            ? Amounts.bytes(Math.round(perError)) + " per error"
            : Amounts.figure(perError) + " per error";
    return new Found(
        Verdict.TOGETHER,
        name
            + " and "
            + mass
            + " grow in the same windows: correlation "
            + Amounts.figure(Math.round(best * 10) / 10.0)
            + " of "
            + (n - bestLag)
            + " increments, "
            + (bestLag == 0 ? "no lag" : "lag " + Words.duration(bestLag * window()))
            + ", "
            + each
            + spread(error));
  }

  /** The duality is of errors that are everywhere alike; of one thread's it is a weaker sign. */
  private static String spread(ErrorSeen error) {
    long threads = Math.max(error.course().threads().size(), error.threads().size());
    String more = threads >= ErrorCourse.MOST_THREADS ? "at least " : "";
    return threads > 1 ? "; on " + more + threads + " threads alike" : "; on one thread only";
  }

  private long window() {
    List<Vitals> series = health.series();
    long span =
        series.isEmpty() ? 0 : series.get(series.size() - 1).nanos() - series.get(0).nanos();
    return span >= LONG_SPAN ? LONG_WINDOW : SHORT_WINDOW;
  }

  private static double total(Vitals reading, ErrorSeen error) {
    double total = -1;
    for (ErrorSeen each : reading.errors()) {
      boolean same = each.className().equals(error.className()) && each.site().equals(error.site());
      total = same ? each.total() : total;
    }
    return total;
  }

  /**
   * By how much a figure grew in each window, from the last readings inside them. A figure that a
   * reading does not have stays as it was; before the first one nothing is counted.
   */
  private double[] increments(ToDoubleFunction<Vitals> figure) {
    List<Vitals> series = health.series();
    if (series.isEmpty()) {
      return new double[0];
    }
    long window = window();
    long end = series.get(series.size() - 1).nanos();
    int windows = (int) ((end - series.get(0).nanos()) / window);
    double[] levels = new double[windows + 1];
    int at = 0;
    double last = -1;
    for (int i = 0; i <= windows; i++) {
      long until = end - (windows - i) * window;
      while (at < series.size() && series.get(at).nanos() <= until) {
        double value = figure.applyAsDouble(series.get(at));
        last = value < 0 ? last : value;
        at++;
      }
      levels[i] = last;
    }
    double[] increments = new double[windows];
    boolean any = false;
    for (int i = 0; i < windows; i++) {
      increments[i] = levels[i] < 0 ? 0 : levels[i + 1] - levels[i];
      any |= increments[i] != 0;
    }
    return any ? increments : new double[0];
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double correlation(double[] x, double[] y, int lag, int n) {
    double[] m = moments(x, y, lag, n);
    return m[1] <= 0 || m[2] <= 0 ? 0 : m[0] / Math.sqrt(m[1] * m[2]);
  }

  private static double slope(double[] x, double[] y, int lag, int n) {
    double[] m = moments(x, y, lag, n);
    return m[1] <= 0 ? 0 : m[0] / m[1];
  }

  /** Covariance and both variances of x and the y that comes so many windows later. */
  private static double[] moments(double[] x, double[] y, int lag, int n) {
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i + lag < n; i++) {
      meanX += x[i];
      meanY += y[i + lag];
    }
    meanX /= n - lag;
    meanY /= n - lag;
    double[] moments = new double[3];
    for (int i = 0; i + lag < n; i++) {
      double dx = x[i] - meanX;
      double dy = y[i + lag] - meanY;
      moments[0] += dx * dy;
      moments[1] += dx * dx;
      moments[2] += dy * dy;
    }
    return moments;
  }
}
