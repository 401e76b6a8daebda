package io.duality.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the station is made of is made once, whatever interrupts its opening. */
final class OnceTest {
  @Test
  void part_that_was_made_before_memory_ended_is_the_one_that_the_next_round_finds()
      throws IOException {
    Once<Object> box = new Once<>();
    Once<Object> station = new Once<>();
    AtomicInteger tries = new AtomicInteger();
    Object first = box.get(Object::new);
    assertThrows(OutOfMemoryError.class, () -> station.get(() -> exhausted(tries)));
    assertSame(first, box.get(Object::new));
    Object made = station.get(() -> exhausted(tries));
    assertSame(made, station.get(() -> exhausted(tries)));
    assertEquals(2, tries.get());
  }

  private static Object exhausted(AtomicInteger tries) {
    if (tries.incrementAndGet() == 1) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    return new Object();
  }

  @Test
  void nothing_is_an_answer_too_and_is_not_asked_for_again() throws IOException {
    Once<Object> ending = new Once<>();
    AtomicInteger asked = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      assertNull(
          ending.get(
              () -> {
                asked.incrementAndGet();
                return null;
              }));
    }
    assertEquals(1, asked.get());
  }
}
