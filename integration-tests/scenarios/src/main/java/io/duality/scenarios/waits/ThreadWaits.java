package io.duality.scenarios.waits;

import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits of threads for one another, for time, at monitors and at classes. */
final class ThreadWaits {
  private static final long MOMENT_MILLIS = 5;

  private final long pauseMillis;
  private final Object cart = new Object();
  private final Object shelf = new Object();
  private final Object till = new Object();
  private final Desk desk = new Desk();
  private final ScheduledThreadPoolExecutor schedule;
  private volatile Thread loader;
  private volatile Thread importer;
  private volatile Thread blockedParker;
  private volatile Thread bareParker;
  private volatile Thread timedParker;
  private volatile boolean blockedGo;
  private volatile boolean bareGo;
  private volatile boolean timedGo;
  private boolean filled;
  private boolean open;

  /** Sleeps an hour when stuck; the threads of the scheduled pool come from that factory. */
  ThreadWaits(boolean stuck, ThreadFactory workers) {
    pauseMillis = stuck ? TimeUnit.HOURS.toMillis(1) : MOMENT_MILLIS;
    schedule = new ScheduledThreadPoolExecutor(1, workers);
  }

  List<WaitKind> kinds() {
    return List.of(
        new WaitKind("join", this::load, () -> loader.join()),
        new WaitKind("join-timed", this::importData, () -> importer.join(3_600_000)),
        new WaitKind("sleep", Gate::hold, () -> Thread.sleep(pauseMillis)),
        new WaitKind("park-blocker", this::unparkBlocked, this::parkBlocked),
        new WaitKind("park", this::unparkBare, this::parkBare),
        new WaitKind("park-nanos", this::unparkTimed, this::parkTimed),
        new WaitKind("monitor", this::holdCart, this::enterCart),
        new WaitKind("object-wait", this::fillShelf, this::awaitShelf),
        new WaitKind("object-wait-timed", this::openTill, this::awaitTill),
        new WaitKind("class-init", this::initialise, () -> Catalogue.SIZE.get()));
  }

  /** Starts the one worker of a scheduled pool that has nothing to do. */
  void startScheduled() {
    schedule.prestartCoreThread();
  }

  private void load(Gate gate) throws InterruptedException {
    loader = Thread.currentThread();
    gate.hold();
  }

  private void importData(Gate gate) throws InterruptedException {
    importer = Thread.currentThread();
    gate.hold();
  }

  private void unparkBlocked(Gate gate) throws InterruptedException {
    blockedGo = false;
    gate.hold();
    blockedGo = true;
    LockSupport.unpark(blockedParker);
  }

  private void parkBlocked() {
    blockedParker = Thread.currentThread();
    while (!blockedGo) {
      LockSupport.park(desk);
    }
  }

  private void unparkBare(Gate gate) throws InterruptedException {
    bareGo = false;
    gate.hold();
    bareGo = true;
    LockSupport.unpark(bareParker);
  }

  private void parkBare() {
    bareParker = Thread.currentThread();
    while (!bareGo) {
      LockSupport.park();
    }
  }

  private void unparkTimed(Gate gate) throws InterruptedException {
    timedGo = false;
    gate.hold();
    timedGo = true;
    LockSupport.unpark(timedParker);
  }

  private void parkTimed() {
    timedParker = Thread.currentThread();
    while (!timedGo) {
      LockSupport.parkNanos(desk, TimeUnit.HOURS.toNanos(1));
    }
  }

  private void holdCart(Gate gate) throws InterruptedException {
    synchronized (cart) {
      gate.hold();
    }
  }

  private int enterCart() {
    synchronized (cart) {
      return cart.hashCode();
    }
  }

  private void fillShelf(Gate gate) throws InterruptedException {
    gate.hold();
    synchronized (shelf) {
      filled = true;
      shelf.notifyAll();
    }
  }

  private void awaitShelf() throws InterruptedException {
    synchronized (shelf) {
      while (!filled) {
        shelf.wait();
      }
      filled = false;
    }
  }

  private void openTill(Gate gate) throws InterruptedException {
    gate.hold();
    synchronized (till) {
      open = true;
      till.notifyAll();
    }
  }

  private void awaitTill() throws InterruptedException {
    synchronized (till) {
      while (!open) {
        till.wait(3_600_000);
      }
      open = false;
    }
  }

  /** A class is initialised once; later rounds of a moving run only read from it. */
  private void initialise(Gate gate) throws InterruptedException {
    Catalogue.Initialiser.gate = gate;
    Catalogue.SIZE.get();
    gate.hold();
  }

  /** What a thread parks at. */
  private static final class Desk {}
}
