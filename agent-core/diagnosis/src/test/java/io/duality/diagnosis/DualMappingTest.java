package io.duality.diagnosis;

import static io.duality.diagnosis.Scene.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.Finding;
import io.duality.model.Finding.Dual;
import io.duality.model.Finding.DualVerdict;
import io.duality.model.Pattern;
import io.duality.model.ResourceKind;
import io.duality.model.StallSeen.Cause;
import io.duality.model.TraceRef;
import io.duality.model.Vitals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sought in the other view for each row of the dual mapping. */
class DualMappingTest {
  /** The row's temporal pattern, and the structural ones that are sought for it. */
  @ParameterizedTest
  @CsvSource({
    "T10, S10 S13 S09",
    "T12, S09 S06",
    "T09, S03 S07",
    "T04, S02 S03 S07",
    "T13, S09 S05",
    "T07, S21 S02 S28",
    "T14, S01 S16 S17",
    "T15, S17",
    "T06, S21 S13",
    "T11, S03",
    "T23, S07",
    "T01, S01",
    "T05, S21",
    "T16, S03",
    "T17, S23",
    "T19, S23 S25 S18",
    "T27, S04",
    "T24, S17",
    "T20, S04",
    "T21, S16",
    "T25, S28",
    "T26, S16",
    "T22, S12 S14"
  })
  void each_row_is_sought(Pattern temporal, String structural) {
    for (String id : structural.split(" ")) {
      assertTrue(temporal.duals().contains(Pattern.valueOf(id)), temporal + " and " + id);
    }
  }

  /** Rows whose both sides have a rule are asked from the structural side as well. */
  @ParameterizedTest
  @CsvSource({
    "S10, T10", "S13, T10", "S09, T13", "S09, T12", "S03, T09", "S02, T04", "S07, T23", "S06, T12",
    "S16, T21", "S16, T11", "S15, T06", "S08, T06", "S14, T22", "S19, T27", "S28, T25", "S18, T10",
    "S11, T13", "S21, T07", "S04, T27", "S27, T04"
  })
  void each_row_is_sought_from_the_other_side(Pattern structural, Pattern temporal) {
    assertTrue(structural.duals().contains(temporal), structural + " and " + temporal);
  }

  private static Dual dual(Scene scene, Pattern pattern, Pattern other) {
    Finding finding =
        Diagnosis.of(scene.evidence()).findings().stream()
            .filter(each -> each.pattern() == pattern)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no " + pattern));
    return finding.duals().stream()
        .filter(each -> each.pattern() == other)
        .findFirst()
        .orElseThrow();
  }

  private static void confirmed(Scene scene, Pattern pattern, Pattern other) {
    Dual dual = dual(scene, pattern, other);
    assertEquals(DualVerdict.CONFIRMED, dual.verdict(), dual.statement());
  }

  private static void contradicted(Scene scene, Pattern pattern, Pattern other) {
    Dual dual = dual(scene, pattern, other);
    assertEquals(DualVerdict.CONTRADICTED, dual.verdict(), dual.statement());
  }

  private static ErrorSeen storm(String fate, long attempts) {
    Map<String, Long> threads = new LinkedHashMap<>();
    for (int i = 1; i <= 6; i++) {
      threads.put("http-" + i, 100L);
    }
    TraceRef trace =
        new TraceRef("8d1c0a7be24f4f6f9a3b5c07d2e61f94", "5e0b7c1d9a42f386", "POST /orders", true);
    return new ErrorSeen(
        "java.net.SocketTimeoutException",
        "com.acme.StockClient.call(StockClient.java:44)",
        600,
        600,
        false,
        Scene.NOW - 60_000_000_000L,
        Scene.NOW,
        Vitals.UNKNOWN,
        fate,
        List.of(),
        List.copyOf(threads.keySet()),
        trace,
        List.of(frame("com.acme.StockClient", "call", 44)),
        new ErrorCourse(
            60, 1, 0, 2, false, threads, Map.of(), 90, attempts, false, "http-1", trace, 0.9));
  }

  private static Scene errors(Scene scene, String fate, long attempts) {
    return scene.health(
        new HealthDraft()
            .error(storm(fate, attempts))
            .errorsThen(ago -> List.of(storm(fate, attempts))));
  }

  private static Scene lockedOut(Scene scene) {
    scene
        .resource("l", ResourceKind.LOCK, "com.acme.Stock.lock")
        .running(90, "sync", null, frame("com.acme.Sync", "run", 3))
        .holds("l", 90);
    for (int i = 1; i <= 6; i++) {
      scene.thread(i, "http-" + i, "POST /orders").waits(i, "l", "lock", 9000);
    }
    return scene;
  }

  @Test
  void errors_that_are_everywhere_share_the_root_of_the_chains() {
    confirmed(errors(lockedOut(new Scene()), "logged", 1), Pattern.T11, Pattern.S03);
    contradicted(errors(new Scene(), "logged", 1), Pattern.T11, Pattern.S03);
  }

  @Test
  void retry_storm_is_held_against_pools_where_pools_were_seen() {
    Dual blind = dual(errors(new Scene(), "logged", 12), Pattern.T12, Pattern.S06);
    assertEquals(DualVerdict.UNOBSERVED, blind.verdict());
    assertEquals("no look saw a pool", blind.statement());
    contradicted(
        errors(WorkStories.starvedPool(), "logged", 12), Pattern.T12, Pattern.S06); // another pool
  }

  @Test
  void hidden_errors_are_among_the_exceptions_of_the_incident() {
    confirmed(errors(new Scene(), "swallowed", 1), Pattern.T21, Pattern.S16);
    confirmed(errors(new Scene(), "swallowed", 1), Pattern.S16, Pattern.T21);
  }

  @Test
  void pauses_of_a_collector_that_cannot_keep_up_have_their_structure() {
    confirmed(VitalStories.gcFullHeap(), Pattern.T22, Pattern.S12);
    Scene stopped =
        new Scene()
            .health(
                new HealthDraft()
                    .heap(ago -> 100.0)
                    .stall(1, 3200, Cause.VM_OPERATION, "HeapDumper", "Attach Listener"));
    contradicted(stopped, Pattern.T22, Pattern.S12);
    contradicted(stopped, Pattern.T22, Pattern.S14);
  }

  @Test
  void a_crash_has_the_last_look_as_its_last_activity() {
    confirmed(VitalStories.crashNative(), Pattern.S19, Pattern.T27);
  }

  @Test
  void a_chain_has_its_causes_in_the_order_of_time() {
    confirmed(Stories.silentPeer(), Pattern.S03, Pattern.T16);
  }

  @Test
  void errors_without_a_mass_that_grows_leave_none() {
    Scene scene =
        errors(new Scene().thread(1, "http-1", null), "swallowed", 1).trigger("errors", "60/s");
    List<Finding> masses =
        Diagnosis.of(scene.evidence()).findings().stream()
            .filter(each -> each.pattern() == Pattern.S10 || each.pattern() == Pattern.S13)
            .toList();
    assertEquals(List.of(), masses);
  }
}
