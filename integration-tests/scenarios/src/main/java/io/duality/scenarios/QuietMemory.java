package io.duality.scenarios;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Memory that is well used: classes that are loaded in a burst at the start, a cache that fills and
 * is full, much garbage, soft references within bounds, a pool of buffers, a collection asked for
 * now and then.
 */
public final class QuietMemory {
  private static final int SECONDS = 11;
  private static final int PIECE = 10_000;
  private static final List<byte[]> CACHE = new ArrayList<>();
  private static final List<SoftReference<byte[]>> SOFT = new ArrayList<>();

  private QuietMemory() {}

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch end = Console.end();
    Plugins plugins = new Plugins();
    int classes = 0;
    for (int i = 0; i < 1_500; i++) {
      classes += plugins.one() == null ? 0 : 1;
    }
    ByteBuffer pool = ByteBuffer.allocateDirect(20 * MemoryUser.MIB);
    MemoryUser user = new MemoryUser();
    user.serve(150);
    System.out.println("READY");
    for (int tenth = 0; tenth < SECONDS * 10; tenth++) {
      if (CACHE.size() * (long) PIECE < 50L * MemoryUser.MIB) {
        MemoryUser.fill(CACHE, MemoryUser.MIB);
      }
      SOFT.add(new SoftReference<>(new byte[PIECE]));
      pool.putInt(0, tenth);
      if (tenth % 40 == 20) {
        System.gc();
      }
      if (end.await(100, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    System.out.println(
        "DONE " + classes + " classes, " + CACHE.size() + " cached, " + user.served() + " served");
    end.await();
    Runtime.getRuntime().halt(0);
  }
}
