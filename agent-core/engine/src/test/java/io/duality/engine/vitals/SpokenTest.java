package io.duality.engine.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.duality.boot.Said;
import io.duality.engine.vitals.Arrival.Kind;
import io.duality.model.ErrorSeen;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Log lines that tell of an exception in their words alone. */
final class SpokenTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final String DEPOT = "com.acme.DepotException";

  private final ErrorTable table = new ErrorTable(0);
  private final Spoken spoken = new Spoken(table);

  private void thrown(int i, String message) {
    StackTraceElement frame = new StackTraceElement("com.acme.Sync", "run", null, 12);
    Arrival arrival =
        new Arrival(
            Kind.THROWN, DEPOT, List.of(frame), List.of(), i * SECOND, 7, "timer-1", null, null);
    spoken.thrown(table.add(arrival), arrival, message);
  }

  private String fateAt(long second) {
    spoken.read(second * SECOND);
    List<ErrorSeen> seen = table.seen(second * SECOND, new RateSeries(0));
    return seen.isEmpty() ? "nothing new" : seen.get(0).fate();
  }

  @Test
  void line_of_the_same_thread_with_the_message_or_the_class_tells_of_it() {
    for (int i = 1; i <= 7; i++) {
      thrown(i, "no such depot");
      String words = i % 2 == 0 ? "sync failed: no such depot" : "DepotException in sync";
      spoken.said(i * SECOND + 1_000_000, 7, words);
    }
    assertEquals("logged by message", fateAt(11));
  }

  @Test
  void other_words_and_words_that_come_too_early_do_not() {
    for (int i = 1; i <= 7; i++) {
      thrown(i, "no such depot");
      spoken.said(i * SECOND + 1_000_000, 7, "sync done");
      spoken.said(i * SECOND + 1_000_000, 8, "DepotException in the ferry"); // and not its message
      spoken.said(i * SECOND - 4 * SECOND / 10, 7, "no such depot");
    }
    assertEquals("swallowed", fateAt(11));
  }

  @Test
  void what_another_thread_puts_into_words_is_not_said_to_be_swallowed_nor_to_be_logged() {
    for (int i = 1; i <= 7; i++) {
      thrown(i, "no such depot");
    }
    spoken.said(3 * SECOND + 1_900_000_000, 8, "sync failed: no such depot");
    assertEquals("", fateAt(11));
  }

  @Test
  void words_of_another_thread_that_come_late_or_name_another_class_are_about_something_else() {
    for (int i = 1; i <= 7; i++) {
      thrown(20 * i, null);
      spoken.said(20L * i * SECOND + 1_000_000, 8, "com.acme.FerryException");
      spoken.said(20L * i * SECOND + 3 * SECOND, 8, DEPOT);
      spoken.read((20L * i + 6) * SECOND);
    }
    assertEquals("swallowed", fateAt(150));
  }

  @Test
  void class_is_enough_where_there_is_no_message() {
    for (int i = 1; i <= 7; i++) {
      thrown(i, null);
    }
    spoken.said(3 * SECOND + 1_000_000, 8, "sync failed: " + DEPOT);
    assertEquals("", fateAt(11));
  }

  @Test
  void line_that_names_only_the_class_is_about_the_last_one_before_it() {
    StackTraceElement elsewhere = new StackTraceElement("com.acme.Ferry", "run", null, 3);
    for (int i = 1; i <= 7; i++) {
      thrown(i, "no such depot");
      long later = i * SECOND + SECOND / 10;
      Arrival other =
          new Arrival(
              Kind.THROWN, DEPOT, List.of(elsewhere), List.of(), later, 7, "timer-1", null, null);
      spoken.thrown(table.add(other), other, "no such ferry");
      spoken.said(later + SECOND / 10, 7, "the ferry: DepotException");
    }
    spoken.read(11 * SECOND);
    List<String> fates =
        table.seen(11 * SECOND, new RateSeries(0)).stream().map(ErrorSeen::fate).toList();
    assertEquals(List.of("swallowed", "logged by message"), fates);
  }

  @Test
  void line_that_has_the_message_of_one_is_not_about_the_next_one_that_follows_it_at_once() {
    StackTraceElement elsewhere = new StackTraceElement("com.acme.Ferry", "run", null, 3);
    for (int i = 1; i <= 7; i++) {
      long before = i * SECOND - 60_000_000; // on a busy machine its thread got no processor then
      Arrival other =
          new Arrival(
              Kind.THROWN, DEPOT, List.of(elsewhere), List.of(), before, 7, "timer-1", null, null);
      spoken.thrown(table.add(other), other, "no such ferry");
      spoken.said(i * SECOND - 1_000_000, 7, "failed: " + DEPOT + ": no such ferry");
      thrown(i, "no such depot");
    }
    spoken.read(11 * SECOND);
    List<String> fates =
        table.seen(11 * SECOND, new RateSeries(0)).stream().map(ErrorSeen::fate).toList();
    assertEquals(List.of("logged by message", "swallowed"), fates);
  }

  @Test
  void nobody_is_accused_before_the_lines_have_been_read() {
    for (int i = 1; i <= 7; i++) {
      thrown(i, null);
    }
    assertEquals("", fateAt(7));
    thrown(8, null);
    assertEquals("swallowed", fateAt(12));
  }

  @Test
  void words_are_kept_only_while_somebody_listens_and_only_strings_and_classes() {
    Said.said("nobody listens");
    spoken.listen(true, 0);
    int[] kept = new int[1];
    Said.said(new Object[] {"no such depot", 12, java.util.List.of("mine"), "ab"});
    Said.said(new IllegalStateException("secret"));
    Said.drain(
        new Said.Reader() {
          @Override
          public void take(long nanos, long threadId, String words) {
            kept[0] += words.equals("no such depot") ? 1 : 0;
            kept[0] += words.equals("java.lang.IllegalStateException") ? 10 : 0;
            kept[0] += words.contains("mine") || words.contains("listens") ? 100 : 0;
          }
        });
    Said.listen(false);
    assertEquals(io.duality.boot.Hooks.armed ? 11 : 0, kept[0]);
  }
}
