package io.duality.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.trigger.BundleIds;
import io.duality.engine.trigger.Decision;
import io.duality.engine.trigger.Triggers;
import io.duality.model.Alarm;
import io.duality.model.config.ConfigFile;
import io.duality.model.config.ConfigResolver;
import io.duality.model.ledger.LedgerEntry.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What fired while memory ended, and was handed to nobody. */
class OrphansTest {
  private final Triggers triggers =
      new Triggers(
          ConfigResolver.resolve(ConfigFile.parse("", "f").entries(), List.of()).triggers(),
          new BundleIds(1));
  private boolean capturing;
  private final Orphans orphans = new Orphans(triggers::running, () -> capturing);
  private Instant now = Instant.parse("2026-11-21T03:00:00Z");

  @Test
  void capture_that_nobody_makes_does_not_swallow_what_fires_later() {
    String first = fire("one");
    assertTrue(fired("two").joined(), "as it is while a capture runs");

    assertNull(orphans.poll(), "it may be on its way");
    assertEquals(first, orphans.poll());
    assertNotNull(triggers.refused(first, "nobody made it", now));
    assertNull(triggers.running());

    Decision third = fired("three");
    assertTrue(third.starts(), "it makes a bundle of its own");
  }

  @Test
  void capture_that_runs_or_is_on_its_way_is_left_to_itself() {
    capturing = true;
    fire("one");
    assertNull(orphans.poll());
    assertNull(orphans.poll());

    capturing = false;
    assertNull(orphans.poll());
    capturing = true;
    assertNull(orphans.poll());
    capturing = false;
    assertNull(orphans.poll(), "two rounds in a row, and of one bundle");
  }

  private String fire(String signature) {
    return fired(signature).bundleId();
  }

  private Decision fired(String signature) {
    Alarm alarm = new Alarm("wait", signature, "c", "o", "s", signature, List.of(), 1, List.of());
    Decision last = null;
    for (int look = 0; look < 2; look++) {
      now = now.plusSeconds(1);
      for (Decision decision : triggers.look(Map.of("stall", List.of(alarm)), now)) {
        last = decision.state() == State.FIRED ? decision : last;
      }
    }
    return last;
  }
}
