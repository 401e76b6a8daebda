package io.duality.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A cache that only grows, by as many mebibytes a second as the first argument says, up to 85 % of
 * the heap, or to the percentage that the second one says. There it stops, so that nothing can say
 * that it was noticed too late.
 */
public final class GrowingCache {
  private static final String STOP = "85";
  private static final List<byte[]> SESSIONS = new ArrayList<>();

  private GrowingCache() {}

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch end = Console.end();
    MemoryUser user = new MemoryUser();
    user.serve(80);
    double mibPerSecond = Double.parseDouble(args[0]);
    double stop = Double.parseDouble(args.length > 1 ? args[1] : STOP) / 100;
    MemoryUser.start("sessions", () -> grow(mibPerSecond, stop));
    System.out.println("READY");
    end.await();
    long before = user.served();
    while (user.served() < before + 10) {
      MemoryUser.pause(10);
    }
    System.out.println("SERVED " + user.served());
    Runtime.getRuntime().halt(0);
  }

  private static void grow(double mibPerSecond, double stop) {
    long most = (long) (stop * MemoryUser.heap().getMax()) - 12L * MemoryUser.MIB;
    long begun = System.nanoTime();
    for (long held = 0; held < most; held += MemoryUser.MIB / 2) {
      MemoryUser.fill(SESSIONS, MemoryUser.MIB / 2);
      while (System.nanoTime() - begun < held / (mibPerSecond * MemoryUser.MIB) * 1e9) {
        MemoryUser.pause(20);
      }
    }
    System.out.println("STOPPED");
  }
}
