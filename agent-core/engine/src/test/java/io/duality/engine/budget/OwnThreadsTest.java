package io.duality.engine.budget;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Whose processor time is held against the agent. */
final class OwnThreadsTest {
  private static final long BURNT = 20_000_000;

  private final CountDownLatch burnt = new CountDownLatch(4);
  private final CountDownLatch over = new CountDownLatch(1);

  @Test
  void watching_threads_those_that_were_asked_and_the_recorders_are_told_apart()
      throws InterruptedException {
    OwnThreads threads = OwnThreads.open();
    assertNotNull(threads, "this JVM counts processor time");
    assertNull(threads.read(), "there is nothing to compare with");
    burn("duality-watch");
    burn("duality-capture");
    burn("JFR Periodic Tasks");
    burn("orders-1");
    burnt.await();
    OwnThreads.Used used = threads.read();
    over.countDown();
    assertTrue(used.watchNanos() >= BURNT, used::toString);
    assertTrue(used.askedNanos() >= BURNT, used::toString);
    assertTrue(used.recorderNanos() >= BURNT, used::toString);
  }

  private void burn(String name) {
    Thread thread = new Thread(this::burn, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void burn() {
    ThreadMXBean bean = ManagementFactory.getThreadMXBean();
    while (bean.getCurrentThreadCpuTime() < BURNT) {
      Thread.onSpinWait();
    }
    burnt.countDown();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
