package io.duality.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The threads of one scene: all are added, then all run, then all are joined without a limit. */
final class Crew {
  private static final long PAUSE_NANOS = 200_000;

  private final Report report;
  private final int threads;
  private final int operations;
  private final SplittableRandom seed;
  private final List<Thread> members = new ArrayList<>();
  private final AtomicInteger alive = new AtomicInteger();

  /**
   * @param threads how many run at once
   * @param operations how many things each does
   */
  Crew(Report report, long seed, int threads, int operations) {
    this.report = report;
    this.threads = threads;
    this.operations = operations;
    this.seed = new SplittableRandom(seed ^ report.scene().hashCode());
  }

  Report report() {
    return report;
  }

  int threads() {
    return threads;
  }

  int operations() {
    return operations;
  }

  /** A stream of random numbers that depends on the seed only. */
  SplittableRandom random() {
    return seed.split();
  }

  /** Adds threads for a work; every second one is virtual where there are any. */
  Crew add(String role, int count, Work work) {
    for (int i = 0; i < count; i++) {
      int self = i;
      SplittableRandom random = seed.split();
      String name = "stress-" + report.scene() + '-' + role + '-' + i;
      members.add(Threads.mixed(members.size(), name, () -> run(work, self, random)));
    }
    return this;
  }

  private void run(Work work, int self, SplittableRandom random) {
    try {
      work.act(self, random);
    } catch (Throwable e) {
      report.thrown(e);
    } finally {
      alive.decrementAndGet();
    }
  }

  /** Starts all and waits for the end of all. */
  void run() throws InterruptedException {
    start();
    join();
  }

  /** The same, and again and again one of them is interrupted. */
  void runInterrupted() throws InterruptedException {
    SplittableRandom random = seed.split();
    start();
    while (alive.get() > 0) {
      members.get(random.nextInt(members.size())).interrupt();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    join();
  }

  private void start() {
    alive.set(members.size());
    members.forEach(Thread::start);
  }

  private void join() throws InterruptedException {
    for (Thread member : members) {
      member.join();
    }
    members.clear();
  }
}
