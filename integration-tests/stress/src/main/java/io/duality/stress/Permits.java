package io.duality.stress;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Never more inside than permits, and all permits are back at the end. */
final class Permits implements Scene {
  private static final int PERMITS = 3;

  @Override
  public void play(Crew crew) throws Exception {
    Semaphore[] both = {new Semaphore(PERMITS), new Semaphore(PERMITS, true)};
    AtomicInteger[] inside = {new AtomicInteger(), new AtomicInteger()};
    AtomicLong tooMany = new AtomicLong();
    crew.add(
            "guest",
            crew.threads(),
            (self, random) -> {
              for (int i = 0; i < crew.operations(); i++) {
                int which = random.nextInt(2);
                Semaphore semaphore = both[which];
                int wanted = 1 + random.nextInt(PERMITS);
                switch (random.nextInt(4)) {
                  case 0 -> semaphore.acquireUninterruptibly(wanted);
                  case 1 -> {
                    if (!Undisturbed.get(
                        () -> semaphore.tryAcquire(wanted, 20, TimeUnit.MICROSECONDS))) {
                      semaphore.acquireUninterruptibly(wanted);
                    }
                  }
                  default -> Undisturbed.run(() -> semaphore.acquire(wanted));
                }
                if (inside[which].addAndGet(wanted) > PERMITS) {
                  tooMany.incrementAndGet();
                }
                Locks.linger(random);
                inside[which].addAndGet(-wanted);
                semaphore.release(wanted);
              }
            })
        .runInterrupted();
    crew.report().invariant("over", 0, tooMany.get());
    crew.report().invariant("unfair", PERMITS, both[0].availablePermits());
    crew.report().invariant("fair", PERMITS, both[1].availablePermits());
  }
}
