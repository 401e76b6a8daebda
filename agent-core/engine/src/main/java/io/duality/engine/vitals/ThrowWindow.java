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

  /** So few stacks cost nothing: behind such a window one listens again soon. */
  private static final int CHEAP_STACKS = 60;

  private static final long CHEAP_REST_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LONGEST_CHEAP_NANOS = TimeUnit.SECONDS.toNanos(150);

  /** How long a window is kept open for a job that has begun to show in it. */
  private static final long KEPT_OPEN_NANOS = TimeUnit.MINUTES.toNanos(5);

  private static final long LONGEST_REST_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** Events of a window come up to a second after it. */
  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int JOB_SECONDS = 8;
  private static final int JOB_WINDOW = 60;
  private static final int SLOW_JOB_WINDOW = 240;
  private static final int JOB_LEAST = 4;

  private final ErrorTable table;
  private final RateSeries all;
  private final Valve valve;
  private Map<ErrorRow, Long> before;
  private boolean open;
  private long closes;
  private long openedAt;
  private long closedAt;
  private long opened;
  private long jobRest = CHEAP_REST_NANOS;
  private boolean forJob;
  private long heardSeconds;
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
      if (resting || (now - closes >= 0 && !promising(now))) {
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
      forJob = false;
      open(now, rate, RISE_NANOS, STACKS);
      nextRise = now + REST_NANOS;
    } else if (rate <= SELDOM && (now - nextJob >= 0 || more(now))) {
      long length = jobLength(now);
      if (length > 0) {
        forJob = true;
        open(now, rate, length, JOB_STACKS);
      }
    }
  }

  /** Whether something throws in more seconds of a minute than when one listened last. */
  private boolean more(long now) {
    return now - closedAt > CHEAP_REST_NANOS && busySeconds(now) >= heardSeconds + JOB_LEAST;
  }

  /** In how many seconds of a minute something was thrown, also when it is not a minute yet. */
  private long busySeconds(long now) {
    long known = Math.max(1, Math.min(JOB_WINDOW, all.seconds(now)));
    return (long) JOB_WINDOW * all.busy(now, JOB_WINDOW) / known;
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
    if (busy < JOB_LEAST) {
      return all.busy(now, SLOW_JOB_WINDOW) < JOB_LEAST ? 0 : LONGEST_NANOS;
    }
    return Math.min(LONGEST_NANOS, 8 * TimeUnit.SECONDS.toNanos(JOB_WINDOW) / busy);
  }

  /** Whether little is thrown, and a job may be among it that was not heard often enough yet. */
  private boolean promising(long now) {
    return forJob && stacks <= CHEAP_STACKS && now - openedAt < KEPT_OPEN_NANOS && table.promises();
  }

  private void open(long now, double rate, long longest, int most) {
    long length = (long) Math.min(longest, 1e9 * most / Math.max(1, rate));
    before = table.listen();
    stacks = 0;
    openedAt = now;
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
    if (forJob) {
      heardSeconds = busySeconds(now);
      jobRest = rest();
      nextJob = now + jobRest;
    }
  }

  /** Where nothing looks like a job that fails, one listens ever more seldom. */
  private long rest() {
    if (table.suspects()) {
      return CHEAP_REST_NANOS;
    }
    boolean cheap = stacks <= CHEAP_STACKS;
    long least = cheap ? CHEAP_REST_NANOS : JOB_REST_NANOS;
    long most = cheap ? LONGEST_CHEAP_NANOS : LONGEST_REST_NANOS;
    return Math.max(least, Math.min(most, 2 * jobRest));
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
