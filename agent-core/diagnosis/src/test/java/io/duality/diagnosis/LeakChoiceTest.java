package io.duality.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.duality.model.HandleSeen;
import io.duality.model.Health;
import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of all that accumulates may be said to fill a heap. */
class LeakChoiceTest {
  private static final List<String> KINDS = List.of(MemorySeen.HEAP, HandleSeen.THREAD_LOCALS);

  private static List<String> told(long threadLocals) {
    LeakSeen leak =
        new LeakSeen(
            HandleSeen.THREAD_LOCALS,
            "thread locals",
            54,
            54 + threadLocals,
            Vitals.UNKNOWN,
            Vitals.UNKNOWN,
            60_000_000_000L,
            3,
            List.of(),
            null,
            List.of(),
            List.of(),
            Vitals.UNKNOWN);
    Health health =
        new Health(List.of(), List.of(leak), List.of(), List.of(), null, null, null, List.of());
    return Leaks.of(health, KINDS, 96L << 20).stream().map(LeakSeen::what).toList();
  }

  @Test
  void thirty_values_of_thread_locals_do_not_fill_a_heap_and_thousands_may() {
    assertEquals(List.of(), told(30));
    assertEquals(List.of("thread locals"), told(4_000));
  }
}
