package io.duality.engine.vitals;

import io.duality.model.GcSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Holds so much, throws so much away, asks for collections, and prints what the senses say. */
public final class MemoryMain {
  private static final int PIECE = 100_000;
  private static final int COLLECTIONS = 3;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private static final List<byte[]> HELD = new ArrayList<>();
  private static volatile byte[] thrownAway;

  private MemoryMain() {}

  public static void main(String[] args) throws InterruptedException {
    VitalSigns signs = new VitalSigns(MemorySense.andCollector());
    signs.events().start();
    read(signs);
    ByteBuffer buffer = ByteBuffer.allocateDirect(5 << 20);
    for (int i = 0; i < 240; i++) {
      HELD.add(new byte[PIECE]);
    }
    for (int i = 0; i < 600; i++) {
      thrownAway = new byte[PIECE];
    }
    for (int i = 0; i < COLLECTIONS; i++) {
      tidy();
    }
    Vitals after = read(signs);
    MemorySeen memory = after.memory();
    System.out.println("collector " + after.gc().collector());
    System.out.println("live " + memory.liveBytes() + " by " + memory.liveBy());
    System.out.println("held " + (long) HELD.size() * PIECE);
    System.out.println("collections " + after.gc().collections());
    System.out.println("full " + after.gc().full());
    System.out.println("paused " + after.gc().pauseNanos());
    System.out.println("allocated " + after.gc().allocatedBytes());
    System.out.println("freed " + after.gc().freedBytes());
    for (MemorySeen.Area area : memory.areas()) {
      System.out.println(area.name() + ": " + area.used() + " of " + area.limit());
    }
    events(signs, after.gc());
    System.out.println("buffer " + buffer.capacity() + ", last " + thrownAway.length);
    System.out.println("unknown " + signs.unknown());
    Runtime.getRuntime().halt(0);
  }

  /** The recorder is up to a second behind. */
  private static void events(VitalSigns signs, GcSeen first) throws InterruptedException {
    long explicit = 0;
    long longest = 0;
    String at = null;
    String cause = null;
    long end = System.nanoTime() + PATIENCE_NANOS;
    GcSeen gc = first;
    while (gc != null) {
      explicit += Math.max(0, gc.explicit());
      longest = Math.max(longest, gc.cause() == null ? 0 : gc.longestNanos());
      at = gc.explicitAt() == null ? at : gc.explicitAt();
      cause = gc.cause() == null ? cause : gc.cause();
      boolean more = (explicit < COLLECTIONS || longest == 0) && System.nanoTime() < end;
      gc = more ? read(signs).gc() : null;
    }
    System.out.println("explicit " + explicit);
    System.out.println("asked at " + at);
    System.out.println("cause: " + cause);
    System.out.println("longest " + longest);
  }

  private static void tidy() {
    System.gc();
  }

  private static Vitals read(VitalSigns signs) throws InterruptedException {
    Vitals read = null;
    while (read == null) {
      read = signs.read(System.nanoTime());
      Thread.sleep(20);
    }
    return read;
  }
}
