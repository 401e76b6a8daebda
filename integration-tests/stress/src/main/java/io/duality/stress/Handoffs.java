package io.duality.stress;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/** What needs no lock: park and unpark, join, sleep, wait and notify. */
final class Handoffs implements Scene {
  @Override
  public void play(Crew crew) throws Exception {
    parkInTurn(crew);
    join(crew);
    sleep(crew);
  }

  /** Two and two throw a ball, parked without a limit until it comes. */
  private static void parkInTurn(Crew crew) throws InterruptedException {
    int pairs = crew.threads() / 2;
    AtomicIntegerArray turn = new AtomicIntegerArray(pairs);
    AtomicReferenceArray<Thread> players = new AtomicReferenceArray<>(pairs * 2);
    AtomicInteger throwsOfBall = new AtomicInteger();
    crew.add(
            "player",
            pairs * 2,
            (self, random) -> {
              players.set(self, Thread.currentThread());
              int pair = self / 2;
              int side = self % 2;
              for (int i = 0; i < crew.operations(); i++) {
                while (turn.get(pair) != side) {
                  if (random.nextBoolean()) {
                    LockSupport.park(turn);
                  } else {
                    LockSupport.park();
                  }
                  if (Thread.interrupted()) {
                    Thread.onSpinWait();
                  }
                }
                throwsOfBall.incrementAndGet();
                turn.set(pair, 1 - side);
                LockSupport.unpark(players.get(pair * 2 + 1 - side));
              }
            })
        .runInterrupted();
    crew.report().invariant("parked", 2L * pairs * crew.operations(), throwsOfBall.get());
  }

  private static void join(Crew crew) throws InterruptedException {
    AtomicInteger ended = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    int some = Math.max(1, crew.threads() / 4);
    int children = Math.max(2, crew.operations() / 20);
    crew.add(
            "parent",
            some,
            (self, random) -> {
              for (int i = 0; i < children; i++) {
                AtomicInteger mine = new AtomicInteger();
                String name = Thread.currentThread().getName() + "-child";
                Thread child =
                    Threads.mixed(
                        i,
                        name,
                        () -> {
                          Thread.yield();
                          mine.set(1);
                          ended.incrementAndGet();
                        });
                child.start();
                if (random.nextBoolean()) {
                  Undisturbed.run(() -> child.join(0, 1));
                }
                Undisturbed.run(child::join);
                seen.addAndGet(mine.get());
              }
            })
        .runInterrupted();
    crew.report().invariant("joined", (long) some * children, seen.get());
    crew.report().invariant("children", (long) some * children, ended.get());
  }

  private static void sleep(Crew crew) throws InterruptedException {
    AtomicInteger tooShort = new AtomicInteger();
    int times = Math.max(2, crew.operations() / 20);
    crew.add(
            "sleeper",
            crew.threads(),
            (self, random) -> {
              for (int i = 0; i < times; i++) {
                int nanos = random.nextInt(2_000_000);
                long before = System.nanoTime();
                Thread.sleep(nanos / 1_000_000, nanos % 1_000_000);
                if (System.nanoTime() - before < nanos - 1_000_000) {
                  tooShort.incrementAndGet();
                }
              }
            })
        .run();
    crew.report().invariant("slept-too-short", 0, tooShort.get());
  }
}
