package io.duality.engine.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.FailureSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
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

  @Test
  void sense_that_finds_no_memory_does_not_blind_the_others() {
    OutOfMemorySense errors = new OutOfMemorySense(VmDump.NONE);
    boolean[] full = {true};
    Sense greedy =
        (into, now) -> {
          if (full[0]) {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    VitalSigns signs = new VitalSigns(List.of(greedy, errors, MemorySense.andCollector().get(0)));
    long now = System.nanoTime();
    Vitals read = signs.read(now);
    assertTrue(read.memory().area(MemorySeen.HEAP).used() > 0);
    assertEquals(1, signs.failed());
    full[0] = false;
    long later = System.nanoTime() + 3 * SECOND; // than the error, however long the reading took
    List<FailureSeen> failures = signs.read(later).failures();
    assertEquals(1, failures.size());
    assertTrue(failures.get(0).knownBy().startsWith("a thread of the agent"), failures::toString);
  }

  @Test
  void stream_that_somebody_ended_is_begun_anew_after_a_while() throws InterruptedException {
    EventWatch events = new EventWatch();
    AtomicInteger heard = new AtomicInteger();
    events.on("jdk.SystemGC", event -> heard.incrementAndGet());
    Set<Long> before = new HashSet<>();
    FlightRecorder.getFlightRecorder().getRecordings().forEach(each -> before.add(each.getId()));
    events.start();
    long patience = System.nanoTime() + 60 * SECOND;
    try {
      while (events.flushes() == 0 && System.nanoTime() < patience) {
        LockSupport.parkNanos(10_000_000);
      }
      for (Recording each : FlightRecorder.getFlightRecorder().getRecordings()) {
        if (!before.contains(each.getId())) {
          each.stop(); // as jcmd JFR.stop does
          each.close();
        }
      }
      while (events.reason() == null && System.nanoTime() < patience) {
        LockSupport.parkNanos(10_000_000);
      }
      assertTrue(events.reason().contains("ended without a word"), events::reason);
      long now = System.nanoTime();
      assertFalse(events.wantsMending(now), "what ended it may last for a while");
      assertTrue(events.wantsMending(now + 60 * SECOND));
      events.mend();
      assertNull(events.reason());
      while (heard.get() == 0 && System.nanoTime() < patience) {
        System.gc();
        LockSupport.parkNanos(100_000_000);
      }
      assertTrue(heard.get() > 0, "it hears again");
    } finally {
      events.stop();
    }
  }
}
