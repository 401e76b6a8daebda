package io.duality.engine.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.vitals.Hiccups.Late;
import io.duality.model.CpuSeen;
import io.duality.model.StallSeen;
import io.duality.model.StallSeen.Cause;
import io.duality.model.Vitals;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a thread that only sleeps was late, and who uses the processor. */
final class StallSenseTest {
  private static final long MILLI = 1_000_000L;
  private static final List<CpuSeen.ThreadCpu> NONE = List.of();

  /** What the flight recorder tells, in milliseconds. */
  private record Told(long begin, long length, Map<String, Object> fields)
      implements EventWatch.Event {
    @Override
    public long startNanos() {
      return begin * MILLI;
    }

    @Override
    public long durationNanos() {
      return length * MILLI;
    }

    @Override
    public long number(String field, long orElse) {
      return fields.get(field) instanceof Integer number ? number : orElse;
    }

    @Override
    public long nanos(String field, long orElse) {
      return orElse;
    }

    @Override
    public String text(String field) {
      return fields.get(field) instanceof String text ? text : null;
    }

    @Override
    public long threadId() {
      return 1;
    }

    @Override
    public String threadName() {
      return "VM Thread";
    }

    @Override
    public List<StackTraceElement> frames() {
      return List.of();
    }
  }

  private static void tell(
      EventWatch events, String event, long begin, long length, Map<String, Object> fields) {
    events.heard(event, new Told(begin, length, fields));
  }

  private static StallSeen explain(Pauses pauses, long end, long length) {
    return pauses.explain(end * MILLI, length * MILLI);
  }

  @Test
  void stall_at_which_the_jvm_s_dump_came_is_the_dump_and_a_later_one_is_not() {
    boolean[] begun = {false};
    DumpTime dump =
        new DumpTime(
            new VmDump() {
              @Override
              public void tend(long now) {}

              @Override
              public boolean begun() {
                return begun[0];
              }

              @Override
              public String reason() {
                return null;
              }
            });
    StallSeen stall = new StallSeen(2_500 * MILLI, 1_100 * MILLI, Cause.UNKNOWN, null, null);
    dump.read(1_000 * MILLI);
    assertEquals(Cause.UNKNOWN, dump.explained(stall, true).cause());
    begun[0] = true;
    dump.read(2_510 * MILLI);
    assertEquals(StallSeen.OOM_DUMP, dump.explained(stall, true).operation());
    assertEquals(Cause.VM_OPERATION, dump.explained(stall, true).cause());
    StallSeen collection = new StallSeen(2_500 * MILLI, 1_100 * MILLI, Cause.GC, "G1", null);
    assertEquals(collection, dump.explained(collection, false));
    assertEquals(StallSeen.OOM_DUMP, dump.explained(collection, true).operation());
    StallSeen later = new StallSeen(9_500 * MILLI, 1_100 * MILLI, Cause.UNKNOWN, null, null);
    assertEquals(later, dump.explained(later, true));
  }

  @Test
  void pause_of_the_jvm_explains_what_it_fills_by_half() {
    EventWatch events = new EventWatch();
    Pauses pauses = new Pauses();
    pauses.listen(events);
    tell(
        events,
        "jdk.ExecuteVMOperation",
        1_000,
        300,
        Map.of("operation", "G1CollectFull", "caller", "report"));
    tell(events, "jdk.GCPhasePause", 1_000, 290, Map.of("gcId", 7));
    tell(
        events,
        "jdk.GarbageCollection",
        1_000,
        290,
        Map.of("gcId", 7, "name", "G1Full", "cause", "System.gc()"));
    tell(
        events,
        "jdk.ExecuteVMOperation",
        5_000,
        80,
        Map.of("operation", "ThreadDump", "caller", "jmx"));

    StallSeen collected = explain(pauses, 1_300, 295);
    assertEquals(Cause.GC, collected.cause());
    assertEquals("G1Full (System.gc())", collected.operation());
    assertEquals("report", collected.caller());
    StallSeen dumped = explain(pauses, 5_085, 90);
    assertEquals(Cause.VM_OPERATION, dumped.cause());
    assertEquals("ThreadDump", dumped.operation());
    assertEquals("jmx", dumped.caller());
    assertNull(explain(pauses, 5_500, 480), "it fills a sixth of that");
    assertNull(explain(pauses, 9_000, 100), "nothing happened then");
  }

  @Test
  void what_the_system_counted_tells_starved_throttled_and_suspended_apart() {
    assertEquals(Cause.STARVED, cause(late(400, 350, 0, 300, 0)));
    assertEquals(Cause.THROTTLED, cause(late(400, 380, 380, 20, 0)));
    assertEquals(Cause.SUSPENDED, cause(late(2_000, 0, 0, 10, 0)));
    StallSeen stopped = StallSense.bySystem(late(2_900, 900, 0, 10, 0));
    assertEquals(Cause.SUSPENDED, stopped.cause());
    assertEquals(2_000_000_000L, stopped.durationNanos(), "then it waited for a processor");
    StallSeen slept = StallSense.bySystem(late(60_000, -1, -1, -1, 60_000), true);
    assertEquals(Cause.SUSPENDED, slept.cause());
    assertEquals(StallSeen.MACHINE_SLEPT, slept.operation());
    assertEquals(Cause.UNKNOWN, cause(late(2_000, 0, 0, 1_900, 0)), "somebody used the processor");
    assertEquals(Cause.UNKNOWN, cause(late(60, 0, 0, 0, 0)), "it may have had nothing to do");
  }

  @Test
  void process_is_suspended_only_when_threads_that_never_run_were_woken_to_stop() {
    Late stopped = late(2_000, 0, 0, 10, 0);
    assertEquals(Cause.SUSPENDED, cause(stopped));
    assertEquals(Cause.UNKNOWN, cause(asleep(stopped)), "it waited for one that got no processor");
  }

  private static Late asleep(Late late) {
    return new Late(
        late.endNanos(),
        late.durationNanos(),
        late.runDelayNanos(),
        late.throttledNanos(),
        late.cpuNanos(),
        late.sleptNanos(),
        late.pressureNanos(),
        late.groupNanos(),
        late.stolenNanos(),
        false);
  }

  @Test
  void sleepers_are_woken_when_both_have_run_and_not_by_a_signal_that_one_thread_hears(
      @TempDir Path root) throws IOException {
    Path thread = Files.createDirectories(root.resolve("task/17"));
    Files.writeString(thread.resolve("comm"), "Notification Th\n");
    runs(root, 2);
    runs(thread, 1);
    Sleepers sleepers = Sleepers.of(root.toFile());
    sleepers.read();
    sleepers.read();
    assertFalse(sleepers.woken());
    runs(root, 4);
    sleepers.read();
    assertFalse(sleepers.woken(), "one of them heard a signal");
    runs(root, 6);
    runs(thread, 3);
    sleepers.read();
    assertTrue(sleepers.woken());
    sleepers.read();
    assertFalse(sleepers.woken());
    sleepers.close();

    Sleepers unknown = Sleepers.of(root.resolve("no").toFile());
    unknown.read();
    unknown.read();
    assertTrue(unknown.woken(), "nobody can know");
    unknown.close();
  }

  private static void runs(Path of, int times) throws IOException {
    Files.writeString(of.resolve("schedstat"), "500 90 " + times + "\n");
  }

  @Test
  void what_nothing_explains_is_a_breakpoint_where_a_debugger_may_set_one() {
    Late still = late(2_000, 0, 0, 10, 0);
    assertNull(StallSense.bySystem(still, false).operation());
    assertEquals(StallSeen.DEBUGGER, StallSense.bySystem(still, true).operation());
    Late busy = late(2_000, 0, 0, 1_900, 0);
    assertEquals(StallSeen.DEBUGGER, StallSense.bySystem(busy, true).operation());
    assertEquals(Cause.THROTTLED, StallSense.bySystem(late(400, 380, 380, 20, 0), true).cause());
  }

  private static Cause cause(Late late) {
    return StallSense.bySystem(late).cause();
  }

  @Test
  void crowded_processors_are_told_by_who_counted_them() {
    assertEquals(StallSeen.STOLEN, told(late(400, 30, 0, 300, 0, 400, -1, 300)));
    assertNull(told(late(400, 390, 0, 300, 0, 400, 390, 0)), "its own delay says all");
    assertEquals(StallSeen.PRESSURE, told(late(400, -1, 0, 300, 0, 410, -1, -1)));
    assertEquals(StallSeen.PRESSURE, told(late(400, -1, 0, 300, 0, -1, 410, -1)));
    assertEquals(Cause.UNKNOWN, cause(late(400, 0, 0, 300, 0, 410, -1, -1)), "not this thread");
    assertEquals(Cause.UNKNOWN, cause(late(400, -1, 0, 300, 0, 100, -1, 10)));
  }

  private static String told(Late late) {
    StallSeen stall = StallSense.bySystem(late);
    assertEquals(Cause.STARVED, stall.cause());
    return stall.operation();
  }

  @Test
  void pressure_and_steal_are_read_where_they_are_and_missed_where_not(@TempDir Path root)
      throws IOException {
    Path proc = Files.createDirectories(root.resolve("proc/pressure")).getParent();
    Path group = Files.createDirectories(root.resolve("groups/pod"));
    Files.createFile(root.resolve("groups/cgroup.controllers"));
    Files.writeString(group.resolve("cpu.stat"), "usage_usec 5\n");
    Path self = root.resolve("self");
    Files.writeString(self, "0::/pod\n");
    pressed(proc.resolve("pressure/cpu"), 1_000_000);
    pressed(group.resolve("cpu.pressure"), 500);
    Files.writeString(proc.resolve("stat"), "cpu  100 0 0 100 0 0 0 10 0 0\ncpu0 1 1\n");
    CpuPressure read =
        CpuPressure.of(proc.toFile(), root.resolve("groups").toFile(), self.toFile());
    read.read(0, true, false);
    assertEquals(1_000_000_000L, read.machineNanos());
    assertEquals(500_000L, read.groupNanos());
    assertEquals(0, read.stolenNanos());
    assertNull(read.missing());

    Files.writeString(proc.resolve("stat"), "cpu  160 0 0 110 0 0 0 40 0 0\ncpu0 1 1\n");
    read.read(1_000 * MILLI, false, false);
    assertEquals(300 * MILLI, read.stolenNanos(), "30 of 100 ticks of all processors");
    read.close();

    CpuPressure none =
        CpuPressure.of(root.resolve("no").toFile(), root.resolve("no").toFile(), self.toFile());
    none.read(0, true, true);
    assertEquals(-1, none.machineNanos());
    assertEquals(-1, none.groupNanos());
    assertEquals(-1, none.stolenNanos());
    assertTrue(none.missing().contains("pressure"), none.missing());
  }

  private static void pressed(Path file, long micros) throws IOException {
    String zero = "avg10=0.00 avg60=0.00 avg300=0.00 total=";
    Files.writeString(file, "some " + zero + micros + "\nfull " + zero + "0\n");
  }

  private static Late late(long millis, long delay, long throttled, long cpu, long slept) {
    return late(millis, delay, throttled, cpu, slept, 0, 0, 0);
  }

  private static Late late(
      long millis,
      long delay,
      long throttled,
      long cpu,
      long slept,
      long pressure,
      long group,
      long stolen) {
    return new Late(
        MILLI * 100_000,
        MILLI * millis,
        MILLI * delay,
        MILLI * throttled,
        MILLI * cpu,
        MILLI * slept,
        MILLI * pressure,
        MILLI * group,
        MILLI * stolen,
        true);
  }

  @Test
  void quota_and_throttled_time_are_read_from_both_kinds_of_control_groups(@TempDir Path root)
      throws IOException {
    Path second = Files.createDirectories(root.resolve("v2/pod"));
    Files.createFile(root.resolve("v2/cgroup.controllers"));
    Files.writeString(second.resolve("cpu.max"), "150000 100000\n");
    Files.writeString(
        second.resolve("cpu.stat"), "usage_usec 5\nnr_throttled 2\nthrottled_usec 1234\n");
    Path self = root.resolve("self");
    Files.writeString(self, "0::/pod\n");
    CpuQuota quota = CpuQuota.of(root.resolve("v2").toFile(), self.toFile());
    assertEquals(1.5, quota.cores());
    assertEquals(1_234_000, quota.throttledNanos());
    quota.close();

    Path first = Files.createDirectories(root.resolve("v1/cpu/pod"));
    Files.writeString(first.resolve("cpu.cfs_quota_us"), "-1\n");
    Files.writeString(first.resolve("cpu.cfs_period_us"), "100000\n");
    Files.writeString(first.resolve("cpu.stat"), "nr_periods 9\nthrottled_time 77\n");
    Files.writeString(self, "4:memory:/other\n3:cpu,cpuacct:/pod\n");
    quota = CpuQuota.of(root.resolve("v1").toFile(), self.toFile());
    assertEquals(-1, quota.cores());
    assertEquals(77, quota.throttledNanos());
    quota.close();

    quota = CpuQuota.of(root.resolve("none").toFile(), new File("/nowhere"));
    assertEquals(-1, quota.cores());
    assertEquals(-1, quota.throttledNanos());
  }

  @Test
  void load_of_the_machine_is_the_kernels_count_and_an_idle_process_asks_seldom(@TempDir Path root)
      throws IOException {
    Path stat = root.resolve("stat");
    CpuQuota none = CpuQuota.of(root.resolve("none").toFile(), new File("/nowhere"));
    MachineLoad load = new MachineLoad(none, null, stat.toFile());
    Files.writeString(stat, "cpu  100 0 0 300 0 0 0 0 0 0\ncpu0 1 2\ncpu1 1 2\nintr 5\n");
    long second = TimeUnit.SECONDS.toNanos(1);
    assertEquals(-1, load.cores(second, true, 2, 2), "nothing to compare with");
    Files.writeString(stat, "cpu  140 5 5 340 10 0 0 0 0 0\ncpu0 1 2\ncpu1 1 2\nintr 6\n");
    assertEquals(1.0, load.cores(2 * second, true, 2, 2), "half of two processors");
    Files.writeString(stat, "cpu  240 5 5 340 10 0 0 0 0 0\ncpu0 1 2\ncpu1 1 2\nintr 7\n");
    assertEquals(1.0, load.cores(3 * second, false, 2, 2), "as it was");
    assertEquals(2.0, load.cores(8 * second, false, 2, 2), "five seconds later it is asked");
    assertEquals(-1, load.cores(20 * second, true, 1, 1), "of one of two processors nobody tells");
    load.close();
  }

  @Test
  void container_with_a_quota_tells_what_all_of_it_used(@TempDir Path root) throws IOException {
    Path pod = Files.createDirectories(root.resolve("pod"));
    Files.createFile(root.resolve("cgroup.controllers"));
    Files.writeString(pod.resolve("cpu.max"), "150000 100000\n");
    Files.writeString(pod.resolve("cpu.stat"), "usage_usec 1000000\nthrottled_usec 0\n");
    Path self = root.resolve("self");
    Files.writeString(self, "0::/pod\n");
    CpuQuota quota = CpuQuota.of(root.toFile(), self.toFile());
    MachineLoad load = new MachineLoad(quota, null, root.resolve("stat").toFile());
    long second = TimeUnit.SECONDS.toNanos(1);
    assertEquals(0, quota.throttledNanos());
    assertEquals(-1, load.cores(second, true, 4, 1.5));
    Files.writeString(pod.resolve("cpu.stat"), "usage_usec 1750000\nthrottled_usec 0\n");
    assertEquals(0, quota.throttledNanos());
    assertEquals(0.75, load.cores(2 * second, true, 4, 1.5));
    load.close();
    quota.close();
  }

  @Test
  void file_whose_lines_move_is_read_as_it_stands(@TempDir Path root) throws IOException {
    Path path = root.resolve("status");
    Files.writeString(path, "VmSize:\t 10 kB\nVmRSS:\t 20 kB\n");
    SystemFile file = new SystemFile(path.toFile());
    assertTrue(file.read());
    assertEquals(20, file.number("VmRSS:"));
    Files.writeString(path, "Name:\t" + "x".repeat(3_000) + "\nVmSize:\t 10 kB\nVmRSS:\t 7 kB\n");
    assertTrue(file.read());
    assertEquals(7, file.number("VmRSS:"));
    assertEquals(SystemFile.NOTHING, file.number("VmSwap:"));
    file.close();
  }

  @Test
  void thread_that_spins_is_named_first_and_allocates_and_waits_for_nothing() throws Exception {
    Thread spinner = new Thread(StallSenseTest::spin, "spinner");
    spinner.setDaemon(true);
    spinner.start();
    VitalSigns signs = new VitalSigns(List.of(new CpuSense()));
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      CpuSeen.ThreadCpu found = null;
      while (found == null && System.nanoTime() < deadline) {
        Vitals read = signs.read(System.nanoTime());
        for (CpuSeen.ThreadCpu thread : read == null ? NONE : read.cpu().threads()) {
          if (thread.threadId() == spinner.getId() && thread.waits() >= 0) {
            found = thread;
          }
        }
        LockSupport.parkNanos(10 * MILLI);
      }
      assertNotNull(found, "a minute has shown no thread that spins");
      assertEquals("spinner", found.name());
      assertEquals(0, found.waits());
      assertTrue(found.cores() <= 1, found::toString);
    } finally {
      spinner.interrupt();
      spinner.join();
      signs.stop();
    }
  }

  private static void spin() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }
}
