package io.duality.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void durations_are_as_exact_as_a_person_needs() {
    assertEquals("0 ms", Words.duration(-5));
    assertEquals("38 ms", millis(38));
    assertEquals("5.3 s", millis(5299));
    assertEquals("30 s", millis(30_000));
    assertEquals("59.9 s", millis(59_949));
    assertEquals("1 min", millis(59_950));
    assertEquals("3 min 20 s", millis(200_000));
    assertEquals("2 h 5 min", millis(7_500_000));
    assertEquals("4.2s", Words.compact(4_212_000_000L));
  }

  @Test
  void names_of_one_pool_become_one_name() {
    assertEquals(
        "http-nio-8080-exec-*",
        Words.fold(List.of("http-nio-8080-exec-7", "http-nio-8080-exec-12")));
    assertEquals("main", Words.fold(List.of("main", "main")));
    assertEquals(null, Words.fold(List.of("main", "worker-1")));
  }

  @Test
  void a_name_stays_on_its_line_and_in_its_quotes() {
    assertEquals("a\\nb\\u202ec", Words.plain("a\nb\u202ec"));
    assertEquals("`a'b\\|c`", Words.code("a`b|c"));
    assertEquals(160, Words.plain("x".repeat(500)).length());
    assertEquals("com.acme.Foo.\\<init>", Words.text("com.acme.Foo.<init>"));
  }

  @Test
  void signatures_forget_what_differs_between_processes() {
    assertEquals("http-*-exec-*", Words.mask("http-8080-exec-12"));
    assertEquals("monitor com.acme.Cart", Words.stable("monitor com.acme.Cart@1f"));
    assertEquals("com.acme.Account.lock", Words.stable("com.acme.Account.lock#2"));
  }

  private static String millis(long millis) {
    return Words.duration(millis * 1_000_000);
  }

  @Test
  void packages_are_left_out_of_names_and_nothing_else_is() {
    assertEquals(
        "Inventory.stockLock", Words.withoutPackages("com.acme.orders.Inventory.stockLock"));
    assertEquals(
        "monitor MonitorHeld$Cart@1f",
        Words.withoutPackages("monitor com.acme.MonitorHeld$Cart@1f"));
    assertEquals("tcp 10.0.0.5:9000", Words.withoutPackages("tcp 10.0.0.5:9000"));
    assertEquals("HikariPool-1", Words.withoutPackages("HikariPool-1"));
    assertEquals("tcp db.acme.com:5432", Words.withoutPackages("tcp db.acme.com:5432"));
  }
}
