package io.duality.engine.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.Depot;
import io.duality.engine.heap.holders.HolderLimits;
import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When it is searched who keeps what grows, and what is said when it is not. */
class HolderWatchTest {
  private static final String ORDER = Depot.Order.class.getName();
  private static final HolderLimits WIDE =
      new HolderLimits(1_000_000, 60_000_000_000L, 120_000_000_000L);

  private final HolderWatch watch =
      new HolderWatch(() -> new Class<?>[] {Depot.class, Depot.Counter.class});

  @AfterEach
  void forget() {
    Depot.held = null;
  }

  private void search(HolderLimits limits, MemorySeen memory) {
    assertTrue(Depot.Counter.used() >= 0, "it is initialised");
    watch.now(limits, memory, true, () -> false);
  }

  /** Of 100 MiB. */
  private static MemorySeen memory(long live, long metadata) {
    return new MemorySeen(
        List.of(
            new MemorySeen.Area(MemorySeen.HEAP, live << 20, 100L << 20, Vitals.UNKNOWN),
            new MemorySeen.Area(MemorySeen.METASPACE, metadata << 20, 100L << 20, Vitals.UNKNOWN)),
        live << 20,
        0,
        "old");
  }

  private static List<Mark> counted() {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      marks.add(Marks.mark(20L * i, ORDER, 1_000 + 10_000 * i, 24_000 + 3_000_000 * i));
    }
    return marks;
  }

  private LeakSeen leak() {
    List<LeakSeen> leaks =
        new Leaks(counted(), List.of(), null, id -> null, 60 * Marks.SECOND).all(Map.of());
    return watch.explain(leaks, counted(), Vitals.UNKNOWN).get(0);
  }

  @Test
  void nothing_is_searched_where_memory_is_nearly_full_or_nobody_wants_it() {
    Depot.held = new ArrayList<>();
    search(WIDE, memory(95, 10));
    assertEquals("the heap was too full for a search", leak().notFound());
    search(WIDE, memory(50, 95));
    assertEquals("class metadata was too full for a search", leak().notFound());
    search(new HolderLimits(0, 1, 1), memory(50, 10));
    assertEquals("duality.leaks.holder-objects is 0", leak().notFound());
    assertEquals(List.of(), watch.walks());
  }

  @Test
  void search_that_found_nothing_says_why() {
    search(WIDE, memory(50, 10));
    search(WIDE, memory(50, 10));
    LeakSeen leak = leak();
    assertEquals(List.of(), leak.keptBy());
    assertTrue(leak.notFound().contains("a stack, native code"), leak::notFound);
  }

  /** In a heap that takes too long to count. */
  @Test
  void collection_that_grows_is_a_leak_though_no_class_was_counted() {
    List<Object> orders = new ArrayList<>();
    Depot.held = orders;
    for (int search = 0; search < 3; search++) {
      for (int i = 0; i < 2_000; i++) {
        orders.add(new Depot.Order());
      }
      search(WIDE, memory(50, 10));
    }
    LeakSeen leak = watch.explain(List.of(), List.of(), 60 * Marks.SECOND).get(0);
    assertEquals(ORDER, leak.what());
    assertEquals(2_000, leak.countBefore());
    assertEquals(6_000, leak.countNow());
    assertEquals(Vitals.UNKNOWN, leak.bytesNow());
    assertEquals(List.of("static com.acme.Depot.held", "java.util.ArrayList"), leak.holders());
    watch.begin();
    assertEquals(List.of(), watch.explain(List.of(), List.of(), Vitals.UNKNOWN));
  }
}
