package io.duality.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.Look;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who fires into a capture is told of in its bundle, or comes back as too late. */
class CapturesTest {
  private final Captures captures = new Captures((request, end) -> {});

  @Test
  void what_comes_before_the_last_evidence_joins_and_what_comes_after_it_is_late() {
    captures.submit(request("bundle-1", "stall"));
    assertTrue(captures.join(request("bundle-1", "queue"), null));
    captures.complete();
    assertTrue(captures.join(request("bundle-1", "errors"), null));

    assertEquals(List.of("queue"), triggers(captures.joined()));
    assertEquals(List.of("errors"), triggers(captures.end("bundle-1")));
    assertEquals(List.of(), captures.end("bundle-1"), "once");
  }

  @Test
  void looks_that_fired_are_kept_once_and_for_as_long_as_their_bundle_is_made() {
    captures.submit(request("bundle-1", "stall"));
    captures.join(request("bundle-1", "queue"), look(7));
    captures.join(request("bundle-1", "pool-wait"), look(7));
    captures.join(request("bundle-1", "errors"), null);
    captures.join(request("bundle-0", "stall"), look(8));
    captures.join(request("bundle-1", "starvation"), look(9));

    assertEquals(List.of(7L, 9L), captures.joinedLooks().stream().map(Look::number).toList());

    captures.complete();
    captures.join(request("bundle-1", "deadlock"), look(10));
    assertEquals(2, captures.joinedLooks().size(), "no part of this bundle any more");
    captures.end("bundle-1");
    assertEquals(List.of(), captures.joinedLooks());
  }

  private static Look look(long number) {
    return new Look(
        number, Instant.EPOCH, 0, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  @Test
  void who_joins_a_capture_that_has_ended_meanwhile_is_told_so() {
    captures.submit(request("bundle-1", "stall"));
    captures.complete();
    captures.end("bundle-1");

    assertFalse(captures.join(request("bundle-1", "errors"), null));
  }

  private static List<String> triggers(List<CaptureRequest> requests) {
    return requests.stream().map(CaptureRequest::trigger).toList();
  }

  private static CaptureRequest request(String bundle, String trigger) {
    Alarm alarm = new Alarm(trigger, trigger, "c", "o", "s", "root", List.of(), 1, List.of());
    return new CaptureRequest(
        bundle, trigger, trigger, Instant.EPOCH, alarm, List.of("waits"), List.of(), null);
  }
}
