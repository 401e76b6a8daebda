package io.duality.engine.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.observe.MonitorsSeen.Blocked;
import io.duality.engine.observe.MonitorsSeen.Owned;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MonitorsSeenTest {
  private static DumpedThread thread(long id, String blockedOn, String... owned) {
    return new DumpedThread(
        id, "t" + id, true, Thread.State.BLOCKED, blockedOn, List.of(owned), List.of());
  }

  private static MonitorsSeen dump(DumpedThread... threads) {
    Map<Long, DumpedThread> all =
        Arrays.stream(threads).collect(Collectors.toMap(DumpedThread::id, each -> each));
    return MonitorsSeen.of(all);
  }

  @Test
  void only_owners_of_what_is_waited_for_are_kept() {
    MonitorsSeen seen = dump(thread(1, "A@1", "B@2", "C@3"), thread(2, null, "A@1", "D@4"));

    assertEquals(Set.of(new Blocked(1, "A@1")), seen.blocked());
    assertEquals(Set.of(new Owned(2, "A@1")), seen.owned());
  }

  @Test
  void what_only_one_of_two_dumps_says_is_not_told() {
    MonitorsSeen first = dump(thread(1, "A@1", "B@2"), thread(2, "B@2", "A@1"));
    MonitorsSeen second = dump(thread(1, "A@1", "B@2"), thread(2, null, "A@1"));

    MonitorsSeen both = second.and(first);

    assertEquals(Set.of(new Blocked(1, "A@1")), both.blocked());
    assertEquals(Set.of(new Owned(2, "A@1")), both.owned());
    assertTrue(both.hasAllOf(second));
    assertFalse(both.hasAllOf(first));
  }
}
