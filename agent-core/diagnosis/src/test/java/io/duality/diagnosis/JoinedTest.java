package io.duality.diagnosis;

import static io.duality.diagnosis.Scene.frame;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Finding;
import io.duality.model.Pattern;
import io.duality.model.ResourceKind;
import io.duality.model.StepResult;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Triggers that fire while the bundle is made have their evidence in it. */
class JoinedTest {
  static final Map<String, Supplier<Scene>> ALL =
      Map.ofEntries(
          entry("joined-by-another-stall", JoinedTest::joinedByAnotherStall),
          entry("by-hand-joined-by-a-stall", JoinedTest::byHandJoinedByAStall));

  /** The dump shows a lock; six seconds later other threads wait for another one. */
  static Scene joinedByAnotherStall() {
    return laterPrices(
            new Scene()
                .resource("l", ResourceKind.LOCK, "com.acme.Inventory.stockLock")
                .running(
                    40, "inventory-sync", "SyncJob", frame("com.acme.InventorySync", "copy", 42))
                .holds("l", 40, null, 6100)
                .thread(1, "http-1", "POST /orders")
                .waits(1, "l", "lock", 5300))
        .joins("prices", 6_500, 50L, 51L, 52L);
  }

  /** Nothing waits when a person asks, and then something does. */
  static Scene byHandJoinedByAStall() {
    return laterPrices(new Scene().thread(1, "http-1", null))
        .trigger("manual", "look at it")
        .joins("prices", 6_500, 50L, 51L, 52L);
  }

  private static Scene laterPrices(Scene scene) {
    return scene
        .step("threads", StepResult.Status.OK, null)
        .lookAt(
            6_250,
            later ->
                later
                    .resource("p", ResourceKind.LOCK, "com.acme.Prices.lock")
                    .running(50, "price-feed", "PriceFeed", frame("com.acme.Prices", "read", 77))
                    .holds("p", 50, null, -1)
                    .thread(51, "web-1", "GET /price")
                    .thread(52, "web-2", "GET /price")
                    .waits(51, "p", "lock", -1_000)
                    .waits(52, "p", "lock", -1_100));
  }

  @Test
  void waits_that_began_after_the_dump_are_beside_it_and_the_findings_point_there() {
    Evidence evidence = joinedByAnotherStall().evidence();
    Map<String, Object> waits = WaitsDocument.of(evidence, IdlePolicy.DEFAULT).tree();

    assertFalse(waits.get("nodes").toString().contains("com.acme.Prices.lock"), waits::toString);
    Map<?, ?> joined = (Map<?, ?>) ((List<?>) waits.get("joined")).get(0);
    assertEquals(List.of("prices"), joined.get("triggers"));
    assertEquals("2026-11-21T03:07:47.732Z", joined.get("at"));
    assertTrue(joined.get("nodes").toString().contains("com.acme.Prices.lock"), joined::toString);
    List<Finding> found =
        Diagnosis.of(evidence).findings().stream()
            .filter(each -> each.subject().name().equals("com.acme.Prices.lock"))
            .filter(each -> each.pattern() == Pattern.S02)
            .toList();
    assertEquals(1, found.size(), () -> Diagnosis.of(evidence).findings().toString());
    assertTrue(found.get(0).evidence().get(0).pointer().startsWith("/joined/0/"), found::toString);
  }

  @Test
  void trigger_whose_waits_the_dump_has_needs_no_look_of_its_own() {
    Scene scene = joinedByAnotherStall().joins("slow", 6_500, 40L, 1L);
    Map<String, Object> waits = WaitsDocument.of(scene.evidence(), IdlePolicy.DEFAULT).tree();

    assertEquals(1, ((List<?>) waits.get("joined")).size(), waits::toString);
    Map<?, ?> joined = (Map<?, ?>) ((List<?>) waits.get("joined")).get(0);
    assertEquals(List.of("prices"), joined.get("triggers"), "the other one's are in the dump");
    assertFalse(
        WaitsDocument.of(
                new Scene()
                    .resource("l", ResourceKind.LOCK, "lock")
                    .thread(1, "http-1", "POST /orders")
                    .thread(2, "sync", null)
                    .holds("l", 2)
                    .waits(1, "l", "lock", 5300)
                    .alsoAt(1_000)
                    .joins("slow", 1_200, 2L, 1L)
                    .evidence(),
                IdlePolicy.DEFAULT)
            .tree()
            .containsKey("joined"));
  }

  @Test
  void look_of_a_trigger_is_the_one_before_it_fired_even_when_another_came_between() {
    Scene scene = joinedByAnotherStall().alsoAt(6_400);
    Map<String, Object> waits = WaitsDocument.of(scene.evidence(), IdlePolicy.DEFAULT).tree();

    Map<?, ?> joined = (Map<?, ?>) ((List<?>) waits.get("joined")).get(0);
    assertEquals("2026-11-21T03:07:47.732Z", joined.get("at"), "the other one has no such wait");
  }
}
