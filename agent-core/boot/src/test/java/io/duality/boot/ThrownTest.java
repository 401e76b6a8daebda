package io.duality.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ring of what was thrown, which is one for the process. */
class ThrownTest {
  private static final int DIVES = 300;

  /** So near to the end of the stack. */
  private static final int NEAR = 40;

  private final List<String> taken = new ArrayList<>();
  private int depth;
  private int near;

  private final Thrown.Reader reader =
      new Thrown.Reader() {
        @Override
        public void take(Thrown.Entry entry) {
          assertNotNull(entry.thrown);
          taken.add(entry.thrown.getMessage());
        }
      };

  @BeforeEach
  void arm() {
    Hooks.armed = true;
    Thrown.forget();
  }

  @AfterEach
  void disarm() {
    Thrown.forget();
    Hooks.armed = false;
  }

  @Test
  void what_was_thrown_is_kept_until_the_reader_comes_and_no_longer() {
    Thrown.logged(new IllegalStateException("first"));
    Thrown.uncaught(new IllegalStateException("second"));
    Thrown.drain(reader);
    Thrown.drain(reader);
    assertEquals(List.of("first", "second"), taken.stream().sorted().toList());
  }

  @Test
  void stack_that_ends_inside_the_hook_takes_no_entry_with_it() throws InterruptedException {
    Throwable thrown = new IllegalStateException("deep");
    Thread diver = new Thread(null, () -> dives(thrown), "diver", 256 * 1024);
    diver.start();
    diver.join();
    assertTrue(depth > 0);
    Thrown.forget();

    long lost = Thrown.lost(Thrown.LOGGED);
    for (int i = 0; i < Thrown.CAPACITY; i++) {
      Thrown.logged(thrown);
    }
    assertEquals(lost, Thrown.lost(Thrown.LOGGED));
    Thrown.drain(reader);
    assertEquals(Thrown.CAPACITY, taken.size());
  }

  private void dives(Throwable thrown) {
    for (int i = 0; i < DIVES; i++) {
      near = NEAR;
      try {
        dive(thrown, i % 40);
      } catch (StackOverflowError end) {
        depth++;
      }
    }
  }

  /** The last of the stack is used up by the hook, at another place of it each time. */
  private void dive(Throwable thrown, int before) {
    if (before > 0) {
      dive(thrown, before - 1);
      return;
    }
    try {
      dive(thrown, 0);
    } finally {
      if (near-- > 0) {
        Thrown.logged(thrown);
      }
    }
  }
}
