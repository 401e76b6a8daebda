package io.duality.engine.budget;

import io.duality.model.config.Units;
import java.util.Locale;

/**
 * What the agent may use.
 *
 * @param share part of the processors, 0 for no limit: of one core, or of all where that is less,
 *     for its own threads; of all cores for its hooks
 * @param cores how many cores the process may use
 * @param bytes what may be allocated in a second, and what may be kept, 0 for no limit
 * @param windowNanos over what time it is measured
 */
public record Budget(double share, double cores, long bytes, long windowNanos) {
  private static final double SECOND = 1e9;

  /** Whether there is any limit. */
  public boolean limits() {
    return share > 0 || bytes > 0;
  }

  /** What is used of what is allowed: 1 is all of it; of several limits the one most used. */
  public double used(Spent spent) {
    return Math.max(
        Math.max(threads(spent), hooks(spent)), Math.max(allocated(spent), kept(spent)));
  }

  private double threads(Spent spent) {
    return share <= 0 || spent.nanos() <= 0
        ? 0
        : spent.threadNanos() / (threadCores() * spent.nanos());
  }

  private double hooks(Spent spent) {
    return share <= 0 || spent.nanos() <= 0
        ? 0
        : spent.hookNanos() / (share * Math.max(cores, 0.01) * spent.nanos());
  }

  private double allocated(Spent spent) {
    return bytes <= 0 || spent.nanos() <= 0
        ? 0
        : spent.allocatedBytes() / (spent.nanos() / SECOND) / bytes;
  }

  private double kept(Spent spent) {
    return bytes <= 0 || spent.nanos() <= 0 ? 0 : spent.keptBytes() / (double) bytes;
  }

  /** {@code own threads 31 ms/s of 20 ms/s}: what is used most of what is allowed. */
  String most(Spent spent) {
    double seconds = Math.max(1, spent.nanos()) / SECOND;
    double all = used(spent);
    if (share > 0 && threads(spent) >= all) {
      return "own threads "
          + rate(spent.threadNanos() / seconds)
          + " of "
          + rate(threadCores() * SECOND);
    }
    if (share > 0 && hooks(spent) >= all) {
      return "hooks about "
          + rate(spent.hookNanos() / seconds)
          + " of "
          + rate(share * cores * SECOND);
    }
    if (bytes > 0 && kept(spent) >= all) {
      return "about " + Units.spoken(spent.keptBytes()) + " kept of " + Units.spoken(bytes);
    }
    return Units.spoken((long) (spent.allocatedBytes() / seconds))
        + "/s allocated"
        + (bytes > 0 ? " of " + Units.spoken(bytes) + "/s" : "");
  }

  private double threadCores() {
    return share * Math.max(0.01, Math.min(1, cores));
  }

  /** {@code own threads 31 ms/s, hooks about 0.4 ms/s; 210 KiB/s allocated, 1.2 MiB kept}. */
  public String observed(Spent spent) {
    double seconds = Math.max(1, spent.nanos()) / SECOND;
    return "own threads "
        + rate(spent.threadNanos() / seconds)
        + ", hooks about "
        + rate(spent.hookNanos() / seconds)
        + "; "
        + Units.spoken((long) (spent.allocatedBytes() / seconds))
        + "/s allocated, about "
        + Units.spoken(spent.keptBytes())
        + " kept";
  }

  /** {@code own threads <= 20 ms/s, hooks <= 40 ms/s; <= 32 MiB/s allocated, 32 MiB kept}. */
  public String threshold() {
    String time =
        share <= 0
            ? "no limit of time"
            : "own threads <= "
                + rate(threadCores() * SECOND)
                + ", hooks <= "
                + rate(share * cores * SECOND);
    return time
        + "; "
        + (bytes <= 0
            ? "no limit of memory"
            : "<= " + Units.spoken(bytes) + "/s allocated, " + Units.spoken(bytes) + " kept");
  }

  /** Milliseconds of processor time a second. */
  private static String rate(double nanosPerSecond) {
    double millis = nanosPerSecond / 1e6;
    String format = millis >= 9.95 ? "%.0f ms/s" : millis >= 0.0995 ? "%.1f ms/s" : "%.2f ms/s";
    return String.format(Locale.ROOT, millis == 0 ? "%.0f ms/s" : format, millis);
  }
}
