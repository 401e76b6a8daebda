package io.duality.engine.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.FailureSeen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutOfMemorySenseTest {
  private static final String ERROR = "java.lang.OutOfMemoryError";

  private static final String LOG_HEADER = "Internal exceptions (20 events):\n";

  private String exceptions = LOG_HEADER;
  private boolean begun;
  private String reason = "somebody else does it";
  private final OutOfMemorySense sense =
      new OutOfMemorySense(
          new VmDump() {
            @Override
            public void tend(long now) {}

            @Override
            public boolean begun() {
              return begun;
            }

            @Override
            public String reason() {
              return reason;
            }
          },
          new VmErrorLog(() -> exceptions));
  private final long start = System.nanoTime();

  private List<FailureSeen> read(int afterSeconds) {
    VitalsBuilder builder = new VitalsBuilder(1);
    sense.read(builder, start + TimeUnit.SECONDS.toNanos(afterSeconds));
    return builder.build(Instant.EPOCH, start).failures();
  }

  private void thrown(String message, String thread, int afterSeconds) {
    sense.thrown(
        ERROR,
        message,
        start + TimeUnit.SECONDS.toNanos(afterSeconds),
        thread.isEmpty() ? -1 : 7,
        thread,
        null,
        List.of(),
        "the test of " + thread);
  }

  @Test
  void every_message_of_the_jdk_has_its_kind() {
    assertEquals("oom heap", kind("Java heap space"));
    assertEquals("oom gc overhead", kind("GC overhead limit exceeded"));
    assertEquals("oom array size", kind("Requested array size exceeds VM limit"));
    assertEquals("oom array size", kind("Required array length 2147483639 + 9 is too large"));
    assertEquals("oom metaspace", kind("Metaspace"));
    assertEquals("oom metaspace", kind("Compressed class space"));
    assertEquals("oom direct buffers", kind("Cannot reserve 9 bytes of direct buffer memory (…)"));
    assertEquals("oom direct buffers", kind("Direct buffer memory"));
    assertEquals("oom threads", kind("unable to create native thread: possibly out of memory"));
    assertEquals("oom threads", kind("unable to create new native thread"));
    assertEquals("oom native memory", kind("Unable to allocate 99 bytes"));
    assertEquals("oom native memory", kind(null));
  }

  private static String kind(String message) {
    return MemoryErrorKind.of(message).label();
  }

  @Test
  void what_the_jvm_the_hooks_and_the_agent_tell_of_one_error_is_one_failure() {
    begun = true;
    thrown("Metaspace", "", 0);
    assertEquals(List.of(), read(1), "the thread's own hook may be about to tell");
    thrown("Metaspace", "orders-1", 1);
    List<FailureSeen> told = read(2);
    assertEquals(1, told.size(), told::toString);
    assertEquals("oom metaspace", told.get(0).kind());
    assertEquals("orders-1", told.get(0).threadName());
    assertTrue(told.get(0).knownBy().contains("file of the JVM's dump"), told.get(0).knownBy());
    assertEquals(List.of(), read(3), "it is told once");
  }

  @Test
  void an_error_that_nobody_adds_to_is_told_without_its_thread() {
    begun = true;
    assertEquals(List.of(), read(0));
    List<FailureSeen> told = read(3);
    assertEquals(1, told.size(), told::toString);
    assertEquals("", told.get(0).threadName());
    assertEquals("oom heap", told.get(0).kind(), "nobody knows how full it was before");
  }

  @Test
  void what_a_collection_leaves_says_nothing_when_what_filled_the_heap_died_of_the_error() {
    HeapAfter heap = new HeapAfter();
    heap.read(start); // the last collection of this JVM is later than all that follows
    long error = start - TimeUnit.HOURS.toNanos(10);
    long from = error - 10_000;
    long patience = TimeUnit.SECONDS.toNanos(2);
    long late = error + 2 * patience;
    heap.begun(error - 500, heap.max());
    heap.collected(error - 499, 5 << 20);
    assertFalse(heap.hadRoom(from, error, late, patience), "a full heap, emptied by a death");

    heap.begun(error - 300, 5 << 20);
    heap.collected(error - 299, 5 << 20);
    assertFalse(heap.hadRoom(from, error, error + 2, patience), "the recorder is late");
    assertTrue(heap.hadRoom(from, error, late, patience), "begun with room: one allocation");

    heap.collected(error - 100, heap.max());
    assertFalse(heap.hadRoom(from, error, late, patience));
  }

  @Test
  void an_error_of_the_heap_is_told_as_one_when_the_jvm_may_not_live_to_know_more() {
    thrown("Java heap space", "main", 0);
    sense.hurry();
    List<FailureSeen> told = read(0);
    assertEquals(1, told.size(), told::toString);
    assertEquals("main", told.get(0).threadName());
  }

  @Test
  void what_the_jvm_has_thrown_and_the_application_has_caught_is_in_the_jvms_own_log() {
    VmErrorLog log = new VmErrorLog(() -> exceptions);
    exceptions = LOG_HEADER + entry("0.500", "gc/shared/memAllocator.cpp");
    assertEquals(List.of(), log.read(), "what was before the agent is nobody's news");
    exceptions +=
        entry("21.994", "gc/shared/memAllocator.cpp")
            + "Event: 22.100 Thread 0x00007f343c017f30 Exception <a 'java/lang/NoSuchMethodError'"
            + "{0x00000000ffd203a8}: 'int a.B.c()'> (0x00000000ffd203a8) \n"
            + "thrown [./src/hotspot/share/interpreter/linkResolver.cpp, line 758]\n"
            + entry("22.200", "prims/jvm.cpp")
                .replace("}> (", "}: unable to create native thread> (")
            + entry("23.000", "oops/klass.cpp")
            + entry("23.100", "memory/metaspace.cpp");
    List<VmErrorLog.Entry> read = log.read();
    assertEquals(
        List.of(MemoryErrorKind.HEAP, MemoryErrorKind.ARRAY_SIZE, MemoryErrorKind.METASPACE),
        read.stream().map(VmErrorLog.Entry::kind).toList());
    assertEquals(0x7fedc801aaa0L, read.get(0).thread());
    assertEquals(21_994_000_000L, read.get(0).uptimeNanos());
    assertEquals(List.of(), log.read(), "once");
    exceptions = "The name \"exc\" did not match any known event log.";
    assertEquals(List.of(), log.read());
    assertTrue(log.reason().contains("LogEvents"), log.reason());
  }

  private static String entry(String seconds, String file) {
    return "Event: "
        + seconds
        + " Thread 0x00007fedc801aaa0 Exception <a 'java/lang/OutOfMemoryError'"
        + "{0x0000100003ca5e28}> (0x0000100003ca5e28) \nthrown [./src/hotspot/share/"
        + file
        + ", line 134]\n";
  }

  @Test
  void the_asker_is_the_last_whose_allocation_began_a_collection_unless_two_did() {
    RefusedAllocations refused = new RefusedAllocations();
    refused.add(asked(1, 7));
    refused.add(asked(5, 8));
    assertEquals(8, refused.before(seconds(6), -1).threadId());
    assertEquals(7, refused.before(seconds(6), 7).threadId());
    assertEquals(null, refused.before(seconds(60), -1), "long ago");
    refused.add(asked(5, 9));
    assertEquals(null, refused.before(seconds(6), -1), "nobody knows which");
    assertEquals(9, refused.before(seconds(6), 9).threadId());
  }

  private static long seconds(int after) {
    return TimeUnit.SECONDS.toNanos(after);
  }

  private static RefusedAllocations.Asked asked(int after, long thread) {
    return new RefusedAllocations.Asked(seconds(after), 64, thread, "orders-" + thread, List.of());
  }

  @Test
  void an_error_that_nobody_but_the_jvms_log_tells_of_is_a_failure() {
    exceptions = LOG_HEADER;
    assertEquals(List.of(), read(0));
    exceptions += entry("9.000", "memory/metaspace.cpp");
    List<FailureSeen> told = new ArrayList<>(read(3));
    told.addAll(read(6));
    assertEquals(List.of("oom metaspace"), told.stream().map(FailureSeen::kind).toList());
    exceptions += entry("9.500", "memory/metaspace.cpp");
    assertEquals(List.of(), read(8), "one that goes on is told once");
  }

  @Test
  void errors_of_two_kinds_are_two_failures() {
    thrown("Direct buffer memory", "orders-1", 0);
    thrown("unable to create native thread", "orders-2", 0);
    List<String> kinds = read(1).stream().map(FailureSeen::kind).sorted().toList();
    assertEquals(List.of("oom direct buffers", "oom threads"), kinds);
  }

  @Test
  void metaspace_that_ends_soon_after_something_else_did_is_a_failure_of_its_own() {
    EventWatch events = new EventWatch();
    sense.listen(events);
    thrown("unable to create native thread", "orders-2", 0);
    assertEquals(1, read(1).size());

    events.heard("jdk.MetaspaceOOM", happened(2));

    List<FailureSeen> told = read(5);
    assertEquals(List.of("oom metaspace"), told.stream().map(FailureSeen::kind).toList());
    events.heard("jdk.MetaspaceOOM", happened(5));
    assertEquals(List.of(), read(8), "one that goes on is told once");
  }

  private EventWatch.Event happened(int afterSeconds) {
    return new EventWatch.Event() {
      @Override
      public long startNanos() {
        return start + TimeUnit.SECONDS.toNanos(afterSeconds);
      }

      @Override
      public long durationNanos() {
        return 0;
      }

      @Override
      public long number(String field, long orElse) {
        return orElse;
      }

      @Override
      public long nanos(String field, long orElse) {
        return orElse;
      }

      @Override
      public String text(String field) {
        return null;
      }

      @Override
      public long threadId() {
        return 9;
      }

      @Override
      public String threadName() {
        return "orders-3";
      }

      @Override
      public List<StackTraceElement> frames() {
        return List.of();
      }
    };
  }
}
