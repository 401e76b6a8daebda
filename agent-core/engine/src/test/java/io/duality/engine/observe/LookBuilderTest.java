package io.duality.engine.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Holding.Relation;
import io.duality.model.OpenWait;
import io.duality.model.SeenBy;
import io.duality.model.config.NameRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookBuilderTest {
  private final LookBuilder look = new LookBuilder(0, NameRules.NONE);

  private void holds(String key, long thread, String as, SeenBy by) {
    look.holds(thread, key, Relation.HELD_BY, as, 1, by);
  }

  private List<String> held() {
    return look.holdings.values().stream().map(h -> h.resourceKey() + " " + h.threadId()).toList();
  }

  @Test
  void lock_that_has_changed_hands_has_one_owner() {
    holds("ledger", 1, null, SeenBy.OWNER);
    holds("cart", 2, null, SeenBy.MXBEAN);
    holds("stock", 3, null, SeenBy.OWNER);

    look.ownersAgain(
        () -> {
          holds("ledger", 7, null, SeenBy.OWNER);
          holds("stock", 3, null, SeenBy.OWNER);
        });

    assertEquals(List.of("cart 2", "stock 3", "ledger 7"), held());
  }

  @Test
  void who_reads_does_not_wait_to_read_but_may_wait_to_write() {
    holds("prices", 1, "reader", SeenBy.OWNER);

    assertTrue(look.reads(wait(1, "read-lock")));
    assertFalse(look.reads(wait(1, "write-lock")), "that is a deadlock of one");
    assertFalse(look.reads(wait(2, "read-lock")));
  }

  private static OpenWait wait(long thread, String op) {
    return new OpenWait(thread, "prices", op, 0, 0, false, SeenBy.SLOT);
  }
}
