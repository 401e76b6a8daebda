package io.duality.engine.heap.holders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.heap.holders.Walk.Held;
import io.duality.model.HolderSeen;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who keeps a class is judged by what is in a collection and how it grows. */
class HoldersTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String ORDER = "com.acme.Order";
  private static final List<String> CACHE = List.of("static com.acme.Inventory.CACHE");

  private static Held held(List<String> path, long entries, String of) {
    return new Held(path, "java.util.HashMap", 1, entries, false, Map.of(of, 10L), List.of());
  }

  private static Walk walk(long second, String ended, Held... holders) {
    return new Walk(second * SECOND, Arrays.asList(holders), 10, 1_000, 5_000_000, ended, 0);
  }

  private static List<HolderSeen> found(double perSecond, Walk... walks) {
    return new Holders(List.of(walks)).of(ORDER, perSecond, 20_000);
  }

  @Test
  void map_that_has_the_class_and_grows_as_it_keeps_it() {
    List<String> index = List.of("static com.acme.Inventory.INDEX");
    HolderSeen seen =
        found(
                95,
                walk(0, null, held(CACHE, 10_000, ORDER), held(index, 50_000, "java.lang.String")),
                walk(60, null, held(CACHE, 16_000, ORDER), held(index, 50_010, "java.lang.String")))
            .get(0);
    assertEquals(CACHE, seen.path());
    assertEquals(6_000, seen.perMinute());
    assertTrue(seen.holds());
  }

  @Test
  void map_that_shrank_meanwhile_or_does_not_grow_keeps_nothing() {
    List<HolderSeen> seen =
        found(
            95,
            walk(0, null, held(CACHE, 10_000, ORDER)),
            walk(30, null, held(CACHE, 9_000, ORDER)),
            walk(60, null, held(CACHE, 16_000, ORDER)));
    assertEquals(List.of(), seen);
    Walk still = walk(60, null, held(CACHE, 10_020, ORDER));
    Holders holders = new Holders(List.of(walk(0, null, held(CACHE, 10_000, ORDER)), still));
    assertEquals(List.of(), holders.of(ORDER, 95, 20_000));
    assertTrue(holders.whyNone().contains("tasks grew alike"), holders::whyNone);
  }

  @Test
  void what_grows_alike_counts_only_where_nothing_has_the_class() {
    Held before = held(CACHE, 10_000, "com.acme.Entry");
    Held after = held(CACHE, 15_600, "com.acme.Entry");
    List<HolderSeen> alike = found(95, walk(0, null, before), walk(60, null, after));
    assertEquals(false, alike.get(0).holds());
    assertEquals(List.of(), found(900, walk(0, null, before), walk(60, null, after)));
    List<String> real = List.of("thread local com.acme.Context.ORDERS");
    List<HolderSeen> both =
        found(
            95,
            walk(0, null, before, held(real, 1_000, ORDER)),
            walk(60, null, after, held(real, 5_000, ORDER)));
    assertEquals(List.of(real), both.stream().map(HolderSeen::path).toList());
  }

  /** What a search that ended early had not reached was not empty. */
  @Test
  void growth_is_told_only_where_it_was_seen_before() {
    Walk after = walk(60, null, held(CACHE, 16_000, ORDER));
    assertEquals(16_000, found(95, walk(0, null), after).get(0).perMinute(), "it was not there");
    HolderSeen seen = found(95, walk(0, "100 objects were read"), after).get(0);
    assertEquals(-1, seen.perMinute());
    assertEquals(-1, found(95, after).get(0).perMinute());
  }

  @Test
  void without_counts_of_classes_what_grows_in_each_search_is_told() {
    Walk first = walk(0, null, held(CACHE, 10_000, ORDER));
    Walk second = walk(30, null, held(CACHE, 13_000, ORDER));
    Walk third = walk(60, null, held(CACHE, 16_000, ORDER));
    assertNull(new Holders(List.of(first, second)).fastest());
    assertEquals(CACHE, new Holders(List.of(first, third)).fastest().holder().path(), "by much");
    Holders.Grown grown = new Holders(List.of(first, second, third)).fastest();
    assertEquals(ORDER, grown.className());
    assertEquals(16_000, grown.holder().entriesNow());
    assertNull(new Holders(List.of(first, second, first)).fastest());
  }
}
