package io.duality.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "5s, PT5S",
    "2m, PT2M",
    "1h, PT1H",
    "14d, PT336H",
    "1.5s, PT1.5S",
    "0, PT0S",
    "0s, PT0S",
    "100us, PT0.0001S",
    "' 5 s ', PT5S",
  })
  void durations_have_a_unit(String text, Duration expected) throws BadValue {
    assertEquals(expected, Types.duration("0s", "14d").parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "-5s",
        "+5s",
        "5S",
        "5 sec",
        "1m30s",
        "1e3s",
        ".5s",
        "5.s",
        "15d",
        "1..5s",
        "99999999999999999999s",
        "5s,",
        "٥s"
      })
  void what_is_no_duration_is_refused_with_examples(String text) {
    BadValue refused = assertThrows(BadValue.class, () -> Types.duration("0s", "14d").parse(text));
    assertEquals(
        "allowed is a duration such as 250ms, 5s, 2m, 1h or 14d, 0s to 14d", refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "64MiB, 67108864",
    "1GiB, 1073741824",
    "1.5KiB, 1536",
    "2GB, 2000000000",
    "12B, 12",
    "0, 0",
  })
  void sizes_are_binary_or_decimal_as_they_are_written(String text, long expected) throws BadValue {
    assertEquals(expected, Types.size("0", "1TiB").parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64", "64m", "64M", "64mib", "-1B", "2TiB", "MiB", "9999999999999TiB"})
  void what_is_no_size_is_refused(String text) {
    assertThrows(BadValue.class, () -> Types.size("0", "1TiB").parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "5/1h, 5, PT1H, 5/1h",
    "10/s, 10, PT1S, 10/1s",
    "1/10s, 1, PT10S, 1/10s",
    "' 3 / 500ms ', 3, PT0.5S, 3/500ms",
  })
  void a_limit_is_so_many_in_so_long(String text, int count, Duration per, String label)
      throws BadValue {
    Rate rate = Types.limit().parse(text);
    assertEquals(new Rate(count, per), rate);
    assertEquals(label, rate.label());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5", "5/", "/h", "0/1h", "-1/h", "5/0s", "5/1", "x/h", "9999999999/h", "1.5/h"})
  void what_is_no_limit_is_refused(String text) {
    assertThrows(BadValue.class, () -> Types.limit().parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "'15%, 1GiB', 100GiB, 1GiB",
    "'1GiB, 15%', 2GiB, 322122547B",
    "20%, 10GiB, 2GiB",
    "512MiB, 1TiB, 512MiB",
  })
  void keep_free_is_the_smaller_of_share_and_size(String text, String disk, String kept)
      throws BadValue {
    assertEquals(Units.bytes(kept), Types.keepFree().parse(text).of(Units.bytes(disk)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "15", "101%", "-1%", "x", "1%,2%,3%", "15 %%"})
  void what_is_no_keep_free_is_refused(String text) {
    assertThrows(BadValue.class, () -> Types.keepFree().parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRUE", "yes", "1", "", "on"})
  void a_boolean_is_true_or_false(String text) {
    assertThrows(BadValue.class, () -> Types.flag().parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "-1", "", "1e2", "0x10", "101", "99999999999999999999"})
  void a_count_is_a_whole_number_in_its_range(String text) {
    assertThrows(BadValue.class, () -> Types.count(0, 100, "looks").parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "*, anything, true",
    "*, '', true",
    "'', '', true",
    "'', x, false",
    "com.acme.*, com.acme.Inventory.stockLock, true",
    "com.acme.*, com.acmex.Foo, false",
    "*.stockLock, com.acme.Inventory.stockLock, true",
    "*.stockLock, com.acme.Inventory.stockLock2, false",
    "a*b*c, aXbXbYc, true",
    "a*b*c, aXbX, false",
    "http-*-exec-*, http-nio-8080-exec-7, true",
    "a**b, ab, true",
    "Orders, orders, false",
  })
  void a_glob_meets_whole_names(String glob, String name, boolean met) {
    assertEquals(met, new Glob(glob).matches(name));
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.*.lock, com.acme.Cart.lock, lock of *, lock of Cart",
    "*-*, a-b-c, * then *, a then b-c",
    "pool-1-*, pool-1-thread-3, orders, orders",
    "x*, x, <*>, <>",
    "*, a, * and *, a and *",
  })
  void the_stars_of_a_new_name_take_what_the_globs_stars_met(
      String glob, String name, String template, String renamed) {
    NameRules rules = new NameRules(List.of(new NameRules.Rule(new Glob(glob), template)));
    assertEquals(renamed, rules.rename(name));
  }

  @ParameterizedTest
  @CsvSource({
    "threads, threads",
    "threads*3/1s, threads*3/1s",
    "' threads * 2/500ms ', threads*2/500ms",
    "waits*1/1s, waits"
  })
  void a_step_is_taken_once_or_as_a_series(String text, String label) throws BadValue {
    assertEquals(label, CaptureStep.parse(text).label());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "thread",
        "threads*",
        "threads*0/1s",
        "threads*3",
        "threads*21/1s",
        "threads*2/2m",
        "*3/1s"
      })
  void what_is_no_step_is_refused(String text) {
    assertThrows(BadValue.class, () -> CaptureStep.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.25S, 250ms",
    "PT90S, 90s",
    "PT120S, 2m",
    "PT336H, 14d",
    "PT0.000000001S, 1ns",
  })
  void a_duration_is_printed_so_that_it_can_be_read_again(Duration duration, String text) {
    assertEquals(text, Units.print(duration));
    assertEquals(duration.toNanos(), Units.nanos(text));
  }

  @ParameterizedTest
  @CsvSource({
    "38, 38 ms",
    "5000, 5 s",
    "5349, 5.3 s",
    "59999, 59.9 s",
    "60000, 1 min",
    "200000, 3 min 20 s",
    "7500000, 2 h 5 min",
    "-5, 0 ms"
  })
  void ages_are_said_the_way_people_say_them(long millis, String said) {
    assertEquals(said, Units.spoken(millis * 1_000_000, " "));
  }
}
