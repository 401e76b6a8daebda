package io.duality.engine.run;

import io.duality.engine.capture.Capture;
import io.duality.engine.capture.CaptureEnd;
import io.duality.engine.log.AgentLog;
import io.duality.model.CaptureRequest;
import io.duality.model.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.slf4j.Logger;

/** Thread {@code duality-capture}: makes one bundle after the other; there is never a second. */
final class Captures implements Runnable {
  private static final Logger LOG = AgentLog.of(Captures.class);

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** With very many threads a look is large. */
  private static final int MOST_LOOKS = 4;

  private final List<CaptureRequest> joined = new ArrayList<>();

  /** The looks that fired them, each once. */
  private final List<Look> looks = new ArrayList<>();

  /** What fired when the running capture had all its evidence. */
  private final List<CaptureRequest> late = new ArrayList<>();

  private final BiConsumer<CaptureRequest, CaptureEnd> ended;
  private volatile Capture capture;
  private CaptureRequest waiting;

  /** The bundle that is made, or is to be made next; null when none is. */
  private String bundle;

  private boolean complete;
  private boolean running;

  Captures(BiConsumer<CaptureRequest, CaptureEnd> ended) {
    this.ended = ended;
  }

  /** Begins to take what is handed over; once, and again only where no thread was to be had. */
  void begin(Capture made) {
    if (capture == null) {
      Thread thread = new Thread(null, this, "duality-capture");
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
      capture = made; // last: without the thread nobody has begun
    }
  }

  /** Whether somebody takes what is handed over. */
  boolean begun() {
    return capture != null;
  }

  /** Hands a request over; false when a capture is waiting already. */
  synchronized boolean submit(CaptureRequest request) {
    boolean taken = waiting == null;
    if (taken) {
      waiting = request;
      bundle = request.bundleId();
      complete = false;
      joined.clear();
      looks.clear();
      running = true;
      notifyAll();
    }
    return taken;
  }

  /** Whether a bundle is being made, or waits to be. */
  synchronized boolean isRunning() {
    return running;
  }

  /**
   * A further trigger that fired into the running capture; false when that has ended meanwhile, and
   * no bundle will tell of it.
   *
   * @param look the look that fired it, or null when it was none
   */
  synchronized boolean join(CaptureRequest request, Look look) {
    boolean here = request.bundleId().equals(bundle);
    if (here) {
      (complete ? late : joined).add(request);
    }
    boolean shown = here && !complete && look != null && looks.size() < MOST_LOOKS;
    if (shown && looks.stream().noneMatch(each -> each.number() == look.number())) {
      looks.add(look);
    }
    return here;
  }

  /** The running capture has all its evidence. */
  synchronized void complete() {
    complete = true;
  }

  /** That capture has ended; returns what fired into it too late to be told of. */
  synchronized List<CaptureRequest> end(String bundleId) {
    if (bundleId.equals(bundle)) {
      bundle = null;
      looks.clear();
    }
    List<CaptureRequest> ended =
        late.stream().filter(request -> request.bundleId().equals(bundleId)).toList();
    late.removeAll(ended);
    return ended;
  }

  synchronized List<CaptureRequest> joined() {
    return new ArrayList<>(joined);
  }

  synchronized List<Look> joinedLooks() {
    return new ArrayList<>(looks);
  }

  @Override
  public void run() {
    while (true) {
      try {
        next(take());
      } catch (Throwable e) {
        // The JVM's end ends it: this is the application's memory or stack at its end, after which
        // a capture is wanted most.
        Trouble.CAPTURE.note(LOG, e);
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  /**
   * By the monitor: the first wait on a condition in a JVM sets up the common pool, whose settings
   * the application may not have made yet.
   */
  private synchronized CaptureRequest take() {
    while (waiting == null) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.interrupted(); // an application that interrupts every thread does not mean this one
      }
    }
    CaptureRequest taken = waiting;
    waiting = null;
    return taken;
  }

  private void next(CaptureRequest request) {
    try {
      CaptureEnd end;
      try {
        end = capture.capture(request);
      } catch (Throwable e) {
        end = new CaptureEnd.NotPublished("the capture broke off: " + e);
      }
      ended.accept(request, end);
    } finally {
      idle();
    }
  }

  private synchronized void idle() {
    running = waiting != null;
    notifyAll();
  }

  /** At the JVM's end: lets a running capture finish, within a bound; false when it has not. */
  synchronized boolean awaitIdle(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    Capture begun = capture;
    if (begun == null) {
      return true; // the JVM ends before there was anybody to capture
    }
    if (running) {
      begun.hurry();
    }
    while (running && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return !running;
  }
}
