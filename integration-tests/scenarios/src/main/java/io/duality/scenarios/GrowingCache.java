package io.duality.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A cache that only grows, four mebibytes a second, up to 85 % of the heap. There it stops, so that
 * nothing can say that it was noticed too late.
 */
public final class GrowingCache {
  private static final double STOP = 0.85;
  private static final List<byte[]> SESSIONS = new ArrayList<>();

  private GrowingCache() {}

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch end = Console.end();
    MemoryUser user = new MemoryUser();
    user.serve(80);
    MemoryUser.start("sessions", GrowingCache::grow);
    System.out.println("READY");
    end.await();
    long before = user.served();
    while (user.served() < before + 10) {
      MemoryUser.pause(10);
    }
    System.out.println("SERVED " + user.served());
    Runtime.getRuntime().halt(0);
  }

  private static void grow() {
    long most = (long) (STOP * MemoryUser.heap().getMax()) - 12L * MemoryUser.MIB;
    for (long held = 0; held < most; held += MemoryUser.MIB / 2) {
      MemoryUser.fill(SESSIONS, MemoryUser.MIB / 2);
      MemoryUser.pause(125);
    }
    System.out.println("STOPPED");
  }
}
