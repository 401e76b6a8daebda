package io.duality.scenarios;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs out of the memory that a line of stdin names, on a thread of its own: {@code heap}, {@code
 * overhead}, {@code array}, {@code huge}, {@code metaspace}, {@code direct} or {@code threads};
 * with {@code caught} in front it catches the error. {@code near} takes most of the heap without an
 * error. What was taken is given back, and the program goes on.
 */
public final class MemoryErrors {
  /** Known by its text, which is in no file that leaves the process. */
  private static final Map<String, String> SESSIONS = new LinkedHashMap<>();

  private static final int MIB = 1 << 20;

  /** All that a process can address: no system gives it, however free it is with memory. */
  private static final long STACK = 1L << 47;

  private MemoryErrors() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    for (int i = 0; i < 100; i++) {
      SESSIONS.put("session-" + i, "secret-of-" + i + "-Kq83hZ");
    }
    BufferedReader stdin =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("READY");
    for (String line = stdin.readLine(); line != null; line = stdin.readLine()) {
      boolean caught = line.startsWith("caught ");
      String kind = caught ? line.substring(7) : line;
      CountDownLatch done = new CountDownLatch(1);
      Thread thread = new Thread(() -> exhaust(kind, caught, done), "orders-" + kind);
      thread.setDaemon(caught);
      thread.start();
      if (caught) {
        done.await();
      } else {
        thread.join();
      }
      System.out.println("AFTER " + kind + " " + SESSIONS.size());
    }
    System.out.println("END");
  }

  /** Who catches the error goes on with its thread, as a worker of a pool does. */
  private static void exhaust(String kind, boolean caught, CountDownLatch done) {
    try {
      take(kind);
    } catch (OutOfMemoryError e) {
      if (!caught) {
        throw e;
      }
      System.out.println("CAUGHT " + e.getMessage());
    }
    done.countDown();
    while (caught) {
      LockSupport.park();
    }
  }

  private static void take(String kind) {
    List<Object> taken = new ArrayList<>();
    switch (kind) {
      case "heap" -> {
        while (true) {
          taken.add(new Order(taken.size()));
        }
      }
      case "overhead" -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        taken.add(map);
        for (long i = 0; ; i++) {
          map.put(i, "order " + i);
        }
      }
      case "array" -> taken.add(new long[Integer.MAX_VALUE / 2]);
      case "huge" -> taken.add(new long[Integer.MAX_VALUE]); // no heap has one so long
      case "metaspace" -> classes(taken);
      case "direct" -> {
        while (true) {
          taken.add(ByteBuffer.allocateDirect(MIB));
        }
      }
      case "threads" -> {
        Thread thread = new Thread(null, () -> {}, "order-worker", STACK);
        thread.start();
      }
      case "near" -> near(taken);
      default -> throw new IllegalArgumentException(kind);
    }
    System.out.println("TOOK " + taken.size());
  }

  /** Most of the heap, of direct memory and of nothing else; all of it fits. */
  private static void near(List<Object> taken) {
    Runtime runtime = Runtime.getRuntime();
    while (runtime.totalMemory() - runtime.freeMemory() < runtime.maxMemory() * 7 / 10) {
      taken.add(new byte[MIB / 8]);
    }
    for (int i = 0; i < 6; i++) {
      taken.add(ByteBuffer.allocateDirect(MIB));
    }
  }

  private static void classes(List<Object> taken) {
    byte[] bytes;
    try (InputStream in = MemoryErrors.class.getResourceAsStream("MemoryErrors$Order.class")) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (true) {
      try {
        taken.add(MethodHandles.lookup().defineHiddenClass(bytes, false));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What the heap is full of. */
  static final class Order {
    final int number;
    final String customer;

    Order(int number) {
      this.number = number;
      this.customer = "customer " + number;
    }
  }
}
