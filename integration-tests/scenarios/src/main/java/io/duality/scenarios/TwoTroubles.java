package io.duality.scenarios;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import javax.management.ObjectName;

/**
 * A service with two troubles that come and go as a person says on stdin: {@code lock} and {@code
 * unlock}, {@code backlog} and {@code calm}; and a third that only the end removes, {@code prices}.
 * Each is answered by a line; the end of stdin ends it.
 */
public final class TwoTroubles {
  private static final ReentrantLock stockLock = new ReentrantLock();
  private static final ReentrantLock pricesLock = new ReentrantLock();
  private static volatile boolean locked;
  private static volatile boolean pricesLocked;
  private static volatile int backlog;
  private static volatile boolean over;

  /** What may be asked. */
  public interface OrdersMBean {
    /** How many orders wait. */
    int getBacklog();
  }

  /** Its figures. */
  public static final class Orders implements OrdersMBean {
    @Override
    public int getBacklog() {
      return backlog;
    }
  }

  private TwoTroubles() {}

  /** Runs until stdin ends. */
  public static void main(String[] args) throws Exception {
    ManagementFactory.getPlatformMBeanServer()
        .registerMBean(new Orders(), new ObjectName("com.acme:type=Orders"));
    List<Thread> threads =
        List.of(
            new Thread(() -> hold(stockLock, () -> locked), "inventory-sync"),
            new Thread(() -> use(stockLock), "order-1"),
            new Thread(() -> hold(pricesLock, () -> pricesLocked), "price-feed"),
            new Thread(() -> use(pricesLock), "price-1"));
    threads.forEach(Thread::start);
    System.out.println("READY");
    listen();
    over = true;
    locked = false;
    pricesLocked = false;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void listen() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      switch (line) {
        case "lock" -> locked = true;
        case "backlog" -> backlog = 1_200;
        case "calm" -> backlog = 3;
        case "prices" -> pricesLocked = true;
        default -> throw new IOException("'" + line + "' is not understood");
      }
      System.out.println("DONE " + line);
    }
  }

  private static void hold(ReentrantLock lock, BooleanSupplier longer) {
    while (!over) {
      lock.lock();
      try {
        do {
          LockSupport.parkNanos(1_000_000);
        } while (longer.getAsBoolean());
      } finally {
        lock.unlock();
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void use(ReentrantLock lock) {
    while (!over) {
      lock.lock();
      try {
        LockSupport.parkNanos(100_000);
      } finally {
        lock.unlock();
      }
    }
  }
}
