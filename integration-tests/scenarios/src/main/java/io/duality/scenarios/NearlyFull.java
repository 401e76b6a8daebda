package io.duality.scenarios;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A cache without a limit, buffers and classes that are never given back: each has nearly used up
 * what there is, and the application still answers. Wants {@code -XX:MaxDirectMemorySize=40m} and
 * {@code -XX:MaxMetaspaceSize}.
 */
public final class NearlyFull {
  private static final double FULL = 0.925;
  private static final List<byte[]> SESSIONS = new ArrayList<>();
  private static final List<ByteBuffer> BUFFERS = new ArrayList<>();

  private NearlyFull() {}

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch end = Console.end();
    MemoryUser user = new MemoryUser();
    user.serve(15);
    Plugins plugins = new Plugins();
    int classes = MemoryUser.classes(plugins, FULL).size();
    for (int i = 0; i < 38; i++) {
      BUFFERS.add(ByteBuffer.allocateDirect(MemoryUser.MIB));
    }
    for (int i = 0; i < 3; i++) {
      long wanted = (long) (FULL * MemoryUser.heap().getMax());
      MemoryUser.fill(SESSIONS, (wanted - MemoryUser.alive()) * (i < 2 ? 9 : 10) / 10);
    }
    System.out.println("READY");
    System.out.println(
        "holds "
            + SESSIONS.size()
            + " sessions, "
            + BUFFERS.size()
            + " buffers, "
            + classes
            + " classes");
    end.await();
    long before = user.served();
    while (user.served() < before + 10) {
      MemoryUser.pause(10);
    }
    System.out.println("SERVED " + user.served());
    Runtime.getRuntime().halt(0);
  }
}
