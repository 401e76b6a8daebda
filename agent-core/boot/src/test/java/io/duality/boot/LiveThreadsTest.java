package io.duality.boot;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LiveThreadsTest {
  private static final long PATIENCE_SECONDS = 20;

  @Test
  void threads_are_listed_while_the_application_holds_the_monitor_of_their_group()
      throws InterruptedException {
    ThreadGroup group = new ThreadGroup("of the application");
    CountDownLatch holds = new CountDownLatch(1);
    CountDownLatch listed = new CountDownLatch(1);
    Thread holder =
        new Thread(
            group,
            () -> {
              synchronized (group) {
                holds.countDown();
                await(listed);
              }
            },
            "holder of its group");
    holder.start();
    assertTrue(holds.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    AtomicReference<Thread[]> seen = new AtomicReference<>();
    Thread lister = new Thread(() -> seen.set(LiveThreads.platform()), "lister");
    lister.setDaemon(true);
    lister.start();
    lister.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    boolean waited = lister.isAlive();
    listed.countDown();
    holder.join();
    assertFalse(waited, "the lister waited for the group's monitor");
    List<Thread> all = Arrays.asList(seen.get());
    assertTrue(all.contains(holder) && all.contains(Thread.currentThread()), all::toString);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(2 * PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
