package io.duality.hosts;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Says {@code READY} and does what it reads, a word a line: {@code stall} lets {@code order-1} wait
 * for the stock lock that {@code inventory-sync} keeps, {@code move} lets it have the lock; {@code
 * crash}, {@code halt}, {@code memory} and {@code exit} end the JVM; {@code full} fills the disk of
 * {@code java.io.tmpdir} and {@code empty} frees it; {@code hook} adds a shutdown hook that never
 * returns.
 */
public final class LastBreath {
  private static final ReentrantLock stockLock = new ReentrantLock();
  private static final Path FILLER = Path.of(System.getProperty("java.io.tmpdir"), "filler");
  private static final List<Object> kept = new ArrayList<>();

  private LastBreath() {}

  /** Does it. */
  public static void main(String[] args)
      throws IOException, InterruptedException, ReflectiveOperationException {
    System.out.println("READY");
    for (String line = Console.line(); line != null; line = Console.line()) {
      switch (line) {
        case "stall" -> stall(new CountDownLatch(1));
        case "move" -> move();
        case "hook" ->
            Runtime.getRuntime().addShutdownHook(new Thread(LastBreath::forever, "never-ends"));
        case "crash" -> crash();
        case "halt" -> Runtime.getRuntime().halt(4);
        case "memory" -> fill();
        case "full" -> fillDisk();
        case "empty" -> Files.delete(FILLER);
        default -> System.exit(0);
      }
      System.out.println("DONE " + line);
    }
  }

  /** Both have ended when it is done. */
  private static void move() throws InterruptedException {
    for (Thread thread : stall(new CountDownLatch(0))) {
      thread.join();
    }
  }

  private static List<Thread> stall(CountDownLatch until) throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    Thread holder =
        daemon(
            "inventory-sync",
            () -> {
              stockLock.lock();
              try {
                held.countDown();
                until.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                stockLock.unlock();
              }
            });
    held.await();
    Thread victim =
        daemon(
            "order-1",
            () -> {
              stockLock.lock();
              try {
                kept.clear();
              } finally {
                stockLock.unlock();
              }
            });
    return List.of(holder, victim);
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void forever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void crash() throws ReflectiveOperationException {
    Class<?> unsafe = Class.forName("sun.misc.Unsafe"); // by name: the compiler warns of it
    Field field = unsafe.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    unsafe.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
  }

  /**
   * Writes until the disk of {@code java.io.tmpdir} has no room left, some 50 MiB a second: a disk
   * in memory would be full before a busy machine lets anybody look at it once.
   */
  private static void fillDisk() throws IOException {
    byte[] block = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(FILLER)) {
      while (true) {
        out.write(block);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    } catch (IOException full) {
      System.out.println("full: " + full.getMessage());
    }
  }

  private static void fill() {
    while (true) {
      kept.add(new long[1 << 17]);
    }
  }
}
