package io.duality.engine.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AliveTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long LIMIT = 128;

  private long nanos;

  private MemorySeen left(long bytes, String by) {
    MemorySeen.Area heap = new MemorySeen.Area(MemorySeen.HEAP, LIMIT, LIMIT, Vitals.UNKNOWN);
    return new MemorySeen(List.of(heap), bytes, nanos += SECOND, by);
  }

  @Test
  void young_collections_of_parallel_tell_what_may_be_alive_until_an_old_one_shows_garbage() {
    Alive alive = new Alive();
    assertEquals(20, alive.read(left(20, "young"), "Parallel"));
    assertEquals(80, alive.read(left(80, "young"), "Parallel"), "all of it may be alive");
    assertEquals(78, alive.read(left(78, "old"), "Parallel"));
    assertFalse(alive.corrected(), "it was");
    assertEquals(90, alive.read(left(90, "young"), "Parallel"));

    assertEquals(30, alive.read(left(30, "old"), "Parallel"));
    assertTrue(alive.corrected(), "it was not");
    assertEquals(30, alive.read(left(85, "young"), "Parallel"), "garbage is made again");
    assertEquals(31, alive.read(left(31, "old"), "Parallel"));
    assertFalse(alive.corrected(), "nothing else was told");
    assertEquals(33, alive.read(left(33, "old"), "Parallel"));
    assertEquals(33, alive.read(left(85, "young"), "Parallel"), "as before");

    assertEquals(50, alive.read(left(50, "young"), "G1"), "its young ones look at enough");
  }
}
