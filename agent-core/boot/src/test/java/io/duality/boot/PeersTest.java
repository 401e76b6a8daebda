package io.duality.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With whom exceptions were, one table for the process. */
class PeersTest {
  private static final String CLASS = IOException.class.getName();
  private static final long SECOND = 1_000_000_000;

  private static final Describer NAMES =
      new Describer() {
        @Override
        public int op(Object resource, int op) {
          return op;
        }

        @Override
        public String name(Object resource, int op) {
          return null;
        }

        @Override
        public String peer(Object resource) {
          return resource instanceof String name ? name : null;
        }
      };

  @BeforeEach
  void arm() {
    Hooks.describeWith(NAMES);
    Hooks.armed = true;
    Thrown.forget();
  }

  @AfterEach
  void disarm() {
    Thrown.forget();
    Hooks.armed = false;
    Hooks.describeWith(null);
  }

  @Test
  void who_is_told_of_an_exception_knows_whom_it_was_with_also_when_it_is_a_cause() {
    IOException lost = new IOException("reset");
    IOException other = new IOException("no socket's");
    Peers.failed(lost, "tcp 10.0.0.5:5432");
    Peers.failed(other, new Object());
    Thrown.logged(new IllegalStateException("told", new RuntimeException("again", lost)));
    Thrown.uncaught(other);
    List<Object> peers = new ArrayList<>();
    Thrown.drain(
        new Thrown.Reader() {
          @Override
          public void take(Thrown.Entry entry) {
            peers.add(entry.peer == null ? "nobody" : entry.peer);
          }
        });
    assertEquals(List.of("nobody", "tcp 10.0.0.5:5432"), peers.stream().sorted().toList());
  }

  @Test
  void by_thread_and_time_alone_it_is_said_only_where_it_can_be_one_only() {
    long id = Peek.threadId(Thread.currentThread());
    long now = System.nanoTime();
    IOException first = new IOException("first");
    IOException second = elsewhere(first);
    Peers.failed(first, "tcp 10.0.0.5:5432");
    long near = SECOND + (System.nanoTime() - now); // however long this machine took
    assertEquals("tcp 10.0.0.5:5432", Peers.near(id, CLASS, now, near));
    assertNull(Peers.near(id, "java.net.SocketException", now, near));
    assertNull(Peers.near(id + 1, CLASS, now, near));
    assertNull(Peers.near(id, CLASS, now - 600 * SECOND, near));
    Peers.failed(second, "tcp 10.0.0.6:5432");
    near = SECOND + (System.nanoTime() - now);
    assertNull(Peers.near(id, CLASS, now, near));
    assertEquals("first second", first.getMessage() + " " + second.getMessage());
  }

  /** One that does not take the other's place in the table. */
  private static IOException elsewhere(IOException first) {
    IOException second = new IOException("second");
    while (place(second) == place(first)) {
      second = new IOException("second");
    }
    return second;
  }

  private static int place(Object thrown) {
    return System.identityHashCode(thrown) % Peers.CAPACITY;
  }
}
