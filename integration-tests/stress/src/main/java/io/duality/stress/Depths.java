package io.duality.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The stack of one thread ends inside a wait, or it is stopped there, while others wait too, in
 * many trials. Without an agent too this may break a lock: what is told is how often threads were
 * stuck for good, how often something was left broken, and which other errors came.
 */
final class Depths implements Scene {
  private static final int OTHERS = 3;
  private static final int STEPS = 400;
  private static final long STACK_BYTES = 192 * 1024;
  private static final int LOOKS = 25;
  private static final long LOOK_NANOS = 20_000_000;
  private static final long SPINNING_NANOS = 10_000_000_000L;

  /** One trial's water. */
  abstract static class Water {
    final AtomicLong steps = new AtomicLong();
    volatile boolean over;

    /** What the diver does at every depth, and the others again and again. */
    abstract void step() throws InterruptedException;

    /** What a helper with a whole stack does until it is over. */
    void help() throws InterruptedException {}

    /** Lets the helper see that it is over. */
    void end() {}

    /** Whether what is left when all have ended is as it should be. */
    abstract boolean isWhole();
  }

  private final Supplier<Water> waters;
  private final boolean stops;

  /**
   * @param stops whether the thread is stopped, where the JDK still does that
   */
  Depths(Supplier<Water> waters, boolean stops) {
    this.waters = waters;
    this.stops = stops;
  }

  @Override
  public void play(Crew crew) {
    int trials = 0;
    int stuck = 0;
    int broken = 0;
    End end = End.WELL;
    while (trials < crew.operations() && end != End.SPINNING) {
      trials++;
      Water water = waters.get();
      Thread helper = thread(crew, "helper", water::help);
      helper.start();
      end = await(water, swim(crew, water));
      if (end != End.WELL) {
        stuck++;
        continue;
      }
      water.over = true;
      water.end();
      end = await(water, List.of(helper));
      if (end != End.WELL || !water.isWhole()) {
        broken++;
      }
    }
    crew.report().count("trials", trials);
    crew.report().count("stuck", stuck);
    crew.report().count("broken", broken);
    if (end == End.SPINNING) {
      crew.report().count("spinning", 1); // it burns a core for good: no more trials in this JVM
    }
  }

  private List<Thread> swim(Crew crew, Water water) {
    List<Thread> swimmers = new ArrayList<>();
    SplittableRandom random = crew.random();
    Thread victim =
        stops
            ? thread(crew, "victim", () -> swim(water, Integer.MAX_VALUE))
            : thread(crew, "diver", () -> dive(water, random));
    swimmers.add(victim);
    for (int i = 0; i < OTHERS; i++) {
      swimmers.add(thread(crew, "other-" + i, () -> swim(water, STEPS)));
    }
    swimmers.forEach(Thread::start);
    if (stops) {
      LockSupport.parkNanos(random.nextInt(2_000_000));
      stop(victim);
    }
    return swimmers;
  }

  private static void stop(Thread victim) {
    try {
      Thread.class.getMethod("stop").invoke(victim);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK stops no thread", e);
    }
  }

  private static Thread thread(Crew crew, String role, Dive.Step life) {
    Runnable work =
        () -> {
          try {
            life.run();
          } catch (Throwable e) {
            crew.report().thrown(e);
          }
        };
    Thread thread =
        new Thread(null, work, "stress-" + crew.report().scene() + '-' + role, STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  private static void dive(Water water, SplittableRandom random) throws InterruptedException {
    new Dive(
            () -> {
              water.steps.incrementAndGet();
              water.step();
            },
            random)
        .toTheEnd();
  }

  private static void swim(Water water, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      water.steps.incrementAndGet();
      water.step();
    }
  }

  /** How a trial came out. */
  private enum End {
    WELL,
    STUCK,
    SPINNING
  }

  /**
   * Stuck are those that are left when all of them wait without a limit and nothing has moved for a
   * while; spinning, when nothing moves for a long while and somebody runs.
   */
  private static End await(Water water, List<Thread> threads) {
    int still = 0;
    long before = -1;
    long moved = System.nanoTime();
    while (true) {
      boolean alive = false;
      boolean waiting = true;
      for (Thread thread : threads) {
        Thread.State state = thread.getState();
        alive |= state != Thread.State.TERMINATED;
        waiting &=
            state == Thread.State.TERMINATED
                || state == Thread.State.WAITING
                || state == Thread.State.BLOCKED;
      }
      if (!alive) {
        return End.WELL;
      }
      long now = water.steps.get();
      long time = System.nanoTime();
      if (now != before) {
        moved = time;
      }
      still = waiting && now == before ? still + 1 : 0;
      before = now;
      if (still == LOOKS) {
        return End.STUCK;
      }
      if (time - moved > SPINNING_NANOS) {
        return End.SPINNING;
      }
      LockSupport.parkNanos(still == 0 ? 500_000 : LOOK_NANOS);
    }
  }
}
