package io.duality.engine.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.duality.model.config.KeepFree;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JVM is told of dumps at an OutOfMemoryError; of this very JVM. */
class OomDumpTest {
  private static final long LATER = TimeUnit.SECONDS.toNanos(6);

  @TempDir Path live;

  private static String told() {
    return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .getVMOption("HeapDumpOnOutOfMemoryError")
        .getValue();
  }

  @Test
  void disarmed_agent_leaves_no_dump_armed_whose_size_nobody_watches() {
    Duration hour = Duration.ofHours(1);
    HeapLimits limits =
        new HeapLimits("never", "always", hour, true, true, new KeepFree(1, 0), hour);
    OomDump dump = new OomDump(() -> limits, new HeapSize());
    dump.into(live);
    long now = System.nanoTime();
    try {
      dump.tend(now);
      assertNull(dump.reason());
      assertEquals("true", told());

      dump.rest("the agent is disarmed");
      assertEquals("false", told());
      assertEquals("the agent is disarmed", dump.reason());

      dump.tend(now + LATER);
      assertNull(dump.reason());
      assertEquals("true", told(), "armed again with the agent");
    } finally {
      dump.disarm("the test is over");
    }
    assertEquals("false", told());
    assertEquals("the test is over", dump.reason());
    assertNull(dump.file());
  }
}
