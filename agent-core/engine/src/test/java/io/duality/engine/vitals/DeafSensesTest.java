package io.duality.engine.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Without the flight recorder, or after it was lost, the beans go on and say what is missing. */
class DeafSensesTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private volatile byte[] thrownAway = {};

  @Test
  void without_the_recorder_beans_tell_memory_and_pauses_and_the_rest_is_unknown() {
    VitalSigns signs = new VitalSigns(MemorySense.andCollector());
    long now = System.nanoTime();
    signs.read(now);
    for (int i = 0; i < 100; i++) {
      thrownAway = new byte[1 << 20];
    }
    System.gc();
    Vitals read = signs.read(now + SECOND);
    assertEquals(0, thrownAway[0]);
    MemorySeen.Area heap = read.memory().area(MemorySeen.HEAP);
    assertTrue(read.memory().liveBytes() > 0 && read.memory().liveBytes() <= heap.limit());
    assertTrue(read.gc().collections() > 0 && read.gc().pauseNanos() >= 0, read.gc()::toString);
    assertTrue(read.gc().freedBytes() > 50 << 20, read.gc()::toString);
    assertEquals(Vitals.UNKNOWN, read.gc().explicit());
    assertEquals(Vitals.UNKNOWN, read.gc().allocationStalls());
    assertEquals(
        List.of("the flight recorder has not started yet"),
        read.unknown().stream().map(unknown -> unknown.why()).distinct().toList());
  }

  @Test
  void recorder_that_does_not_flush_any_more_was_lost_and_when_is_said() {
    EventWatch events = new EventWatch();
    events.on("jdk.SystemGC", event -> {});
    events.start();
    try {
      long now = System.nanoTime();
      assertNull(events.deaf(now));
      String lost = events.deaf(now + 60 * SECOND);
      assertTrue(lost.matches("JFR was lost at [-0-9T:]+Z: it has not flushed since"), lost);
    } finally {
      events.stop();
    }
  }
}
