package io.duality.engine.vitals;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * When the flight recorder is to write down what is thrown, stack by stack: seldom, for a few
 * seconds, and never more than a few hundred of them. It opens when more is thrown than is usual,
 * and when so little is thrown, so regularly, that a job may be failing each time. Outside of a
 * window a throw costs what it always did.
 *
 * <p>For the thread of the stream.
 */
final class ThrowWindow {
  /** Switches the event on and off. */
  interface Valve {
    void open(boolean open);
  }

  /** How many stacks a window is for that is opened for their number; twice as many end it. */
  private static final int STACKS = 200;

  /** The same for a window in which a job may show: what it throws is one among others. */
  private static final int JOB_STACKS = 1_000;

  /** Fewer a second are not worth a window for their number. */
  private static final double FEW = 5;

  /** More than usual. */
  private static final double RISE = 3;

  /** Where more is thrown a second, nobody listens for jobs. */
  private static final double SELDOM = 200;

  /** What is shorter is waited for at once: the next second would come too late. */
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long RISE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long JOB_NANOS = TimeUnit.SECONDS.toNanos(8);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long JOB_REST_NANOS = TimeUnit.SECONDS.toNanos(45);
  private static final long LONGEST_REST_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** Events of a window come up to a second after it. */
  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int JOB_SECONDS = 8;
  private static final int JOB_WINDOW = 60;
  private static final int JOB_LEAST = 4;

  private final ErrorTable table;
  private final RateSeries all;
  private final Valve valve;
  private Map<ErrorRow, Long> before;
  private boolean open;
  private long closes;
  private long closedAt;
  private long opened;
  private long jobRest = JOB_REST_NANOS;
  private long nextRise;
  private long nextJob;
  private int stacks;
  private int mostStacks;
  private volatile boolean resting;

  /**
   * @param all how many are thrown a second, named or not
   */
  ThrowWindow(ErrorTable table, RateSeries all, Valve valve) {
    this.table = table;
    this.all = all;
    this.valve = valve;
  }

  /** Opens none from now on, and lets none stay open; or does again. Any thread may call it. */
  void rest(boolean rests) {
    resting = rests;
  }

  /** Once a second, behind the count of what was thrown. */
  void second(long now) {
    if (open) {
      if (resting || now - closes >= 0) {
        close(now);
      }
      return;
    }
    if (before != null) {
      settle(now);
      return;
    }
    if (resting) {
      return;
    }
    double rate = all.now(now, 2);
    double usual = all.usual(now);
    if (usual >= 0 && rate >= FEW && rate > RISE * usual && now - nextRise >= 0) {
      open(now, rate, RISE_NANOS, STACKS);
      nextRise = now + REST_NANOS;
    } else if (rate <= SELDOM && now - nextJob >= 0) {
      long length = jobLength(now);
      if (length > 0) {
        open(now, rate, length, JOB_STACKS);
        nextJob = now + length + jobRest;
      }
    }
  }

  /** How long to listen so that a job that fails each time does so often enough; 0 for not. */
  private long jobLength(long now) {
    if (all.seconds(now) < JOB_SECONDS) {
      return 0;
    }
    if (all.busy(now, JOB_SECONDS) >= JOB_LEAST) {
      return JOB_NANOS;
    }
    int busy = all.busy(now, JOB_WINDOW);
    return busy < JOB_LEAST
        ? 0
        : Math.min(LONGEST_NANOS, 8 * TimeUnit.SECONDS.toNanos(JOB_WINDOW) / busy);
  }

  private void open(long now, double rate, long longest, int most) {
    long length = (long) Math.min(longest, 1e9 * most / Math.max(1, rate));
    before = table.listen();
    stacks = 0;
    mostStacks = 2 * most;
    opened++;
    open = true;
    valve.open(true);
    if (length < SHORT_NANOS) {
      LockSupport.parkNanos(Math.max(LEAST_NANOS, length));
      close(now);
    } else {
      closes = now + length;
    }
  }

  private void close(long now) {
    open = false;
    closedAt = now;
    valve.open(false);
  }

  /** One of them came; what came late still counts. */
  void heard(long now) {
    stacks++;
    if (open && stacks > mostStacks) {
      close(now);
    }
  }

  private void settle(long now) {
    if (now - closedAt < LATE_NANOS) {
      return;
    }
    table.shares(before, now);
    before = null;
    // Where nothing looks like a job that fails, one listens ever more seldom; who does is heard
    // again soon, for a busy machine may have kept it from its rhythm.
    if (table.suspects()) {
      jobRest = JOB_REST_NANOS / 4;
      nextJob = Math.min(nextJob, closedAt + jobRest);
    } else {
      jobRest = Math.min(LONGEST_REST_NANOS, 2 * jobRest);
    }
  }

  /** How many windows were opened. */
  long opened() {
    return opened;
  }

  /** What the event is asked for. */
  static List<String> settings() {
    return List.of("enabled", "false", "stackTrace", "true", "throttle", "500/s");
  }
}
