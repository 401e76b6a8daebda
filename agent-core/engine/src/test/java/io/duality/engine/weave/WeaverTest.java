package io.duality.engine.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the weaver does to a real JVM: each test is one process with the agent. */
class WeaverTest {
  private static final String[] WAITS = {
    "ReentrantLock.lock: acquire held by main, closed, outcome 1",
    "ReentrantLock.tryLock: acquire held by main timed interruptible, closed, outcome 1",
    "ReentrantLock.tryLock short: acquire held by main timed interruptible, closed, outcome 2",
    "ReentrantLock.lockInterruptibly: acquire held by main interruptible, closed, outcome 3",
    "ReadLock.lock: acquire-shared held by main, closed, outcome 1",
    "WriteLock.lock: acquire held by main as reader, closed, outcome 1",
    "StampedLock.readLock: acquire-shared, closed, outcome 1",
    "StampedLock.writeLock: acquire, closed, outcome 1",
    "Condition.await: await interruptible, closed, outcome 1",
    "Condition.awaitNanos: await timed interruptible, closed, outcome 1",
    "Condition.await timed: await timed interruptible, closed, outcome 1",
    "Condition.awaitUntil: await timed interruptible, closed, outcome 1",
    "Condition.awaitUninterruptibly: await, closed, outcome 1",
    "Condition.awaitNanos short: await timed interruptible, closed, outcome 2",
    "Condition.await interrupted: await interruptible, closed, outcome 3",
    "Semaphore.acquire: acquire-shared interruptible, closed, outcome 1",
    "CountDownLatch.await: acquire-shared interruptible, closed, outcome 1",
    "CyclicBarrier.await: advance of CyclicBarrier interruptible, closed, outcome 1",
    "ArrayBlockingQueue.take: take of ArrayBlockingQueue interruptible, closed, outcome 1",
    "ArrayBlockingQueue.poll: take of ArrayBlockingQueue timed interruptible, closed, outcome 1",
    "ArrayBlockingQueue.poll short: take of ArrayBlockingQueue timed interruptible, closed,"
        + " outcome 2",
    "ArrayBlockingQueue.put: put of ArrayBlockingQueue interruptible, closed, outcome 1",
    "ArrayBlockingQueue.offer: put of ArrayBlockingQueue timed interruptible, closed, outcome 1",
    "LinkedBlockingQueue.take: take of LinkedBlockingQueue interruptible, closed, outcome 1",
    "LinkedBlockingQueue.put: put of LinkedBlockingQueue interruptible, closed, outcome 1",
    "LinkedBlockingDeque.take: take of LinkedBlockingDeque interruptible, closed, outcome 1",
    "LinkedBlockingDeque.put: put of LinkedBlockingDeque interruptible, closed, outcome 1",
    "PriorityBlockingQueue.take: take of PriorityBlockingQueue interruptible, closed, outcome 1",
    "DelayQueue.take: take of DelayQueue interruptible, closed, outcome 1",
    "DelayedWorkQueue.take: take of DelayedWorkQueue interruptible, closed, outcome 3",
    "FutureTask.get: get interruptible, closed, outcome 1",
    "FutureTask.get timed: get timed interruptible, closed, outcome 1",
    "FutureTask.get short: get timed interruptible, closed, outcome 2",
    "CompletableFuture.get: get interruptible, closed, outcome 1",
    "CompletableFuture.join: get, closed, outcome 1",
    "CompletableFuture.get timed: get timed interruptible, closed, outcome 1",
    "CompletableFuture.get short: get timed interruptible, closed, outcome 2",
    "CompletableFuture.get interrupted: get interruptible, closed, outcome 3",
  };

  @TempDir private Path scratch;

  @Test
  void every_woven_wait_of_platform_and_virtual_threads_is_seen_and_remembered() throws Exception {
    List<String> lines = ChildJvm.run(scratch, "", WaitsMain.class);
    List<String> missing = new ArrayList<>();
    for (String wait : WAITS) {
      if (!lines.contains(wait)) {
        missing.add(wait);
      }
      if (Runtime.version().feature() >= 21 && !lines.contains("virtual " + wait)) {
        missing.add("virtual " + wait);
      }
    }
    assertEquals(List.of(), missing, () -> String.join("\n", lines));
    assertTrue(lines.contains("hook failures 0"), () -> String.join("\n", lines));
  }

  @Test
  void every_hook_finds_what_it_expects_and_none_is_off() throws Exception {
    List<String> lines = ChildJvm.run(scratch, "", WaitsMain.class);
    assertTrue(
        lines.contains("AbstractQueuedSynchronizer.acquire/6: 2 of 2"),
        () -> String.join("\n", lines));
    assertTrue(lines.contains("AbstractQueuedSynchronizer$ConditionObject.await*: 5 of 5"));
    assertTrue(lines.contains("ScheduledThreadPoolExecutor$DelayedWorkQueue.put/take: 6 of 6"));
    assertFalse(
        lines.stream().anyMatch(line -> line.contains(", off: ")), () -> String.join("\n", lines));
  }

  @Test
  void fields_and_places_name_the_synchronizers_of_an_application() throws Exception {
    String me = NamesMain.class.getName();
    List<String> lines = ChildJvm.run(scratch, "", NamesMain.class);
    assertTrue(lines.contains("static " + me + ".STATIC_LOCK"), () -> String.join("\n", lines));
    assertTrue(lines.contains("instance " + me + ".lock"));
    assertTrue(lines.contains("second " + me + ".lock#2"));
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.startsWith("local CountDownLatch created at " + me + ".main:")),
        () -> String.join("\n", lines));
    assertTrue(lines.contains("first true"), "main has begun");
  }

  @Test
  void disarmed_weaver_names_nothing_and_says_so() throws Exception {
    List<String> lines = ChildJvm.run(scratch, "", NamesMain.class);
    assertTrue(lines.contains("disarmed null"), () -> String.join("\n", lines));
    assertTrue(lines.contains("disarmed 0"));
    assertTrue(lines.contains("rearmed " + NamesMain.class.getName() + ".lock#3"));
  }

  @Test
  void queues_stay_as_they_are_when_the_condition_they_wait_on_is_off() throws Exception {
    List<String> lines = ChildJvm.run(scratch, "without-condition", NamesMain.class);
    String why = "needs java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject";
    assertTrue(
        lines.contains("ArrayBlockingQueue.put/take: 0 of 4, off: " + why + ", which is off"),
        () -> String.join("\n", lines));
    assertTrue(lines.contains("AbstractQueuedSynchronizer.acquire/6: 2 of 2"));
  }

  @Test
  void rule_sees_the_classes_it_wants_and_its_failure_leaves_the_class_alone() throws Exception {
    List<String> lines = ChildJvm.run(scratch, "rule", RuledMain.class);
    assertTrue(lines.contains("bad class works"), () -> String.join("\n", lines));
    assertTrue(lines.contains("rule saw io/duality/engine/weave/RuledMain"));
    assertTrue(lines.contains("rule saw io/duality/engine/weave/RuledMain$Bad"));
    assertTrue(
        lines.contains("rule saw io/duality/engine/weave/TestAgent"),
        "it was loaded before the rule came");
    assertTrue(lines.stream().anyMatch(line -> line.contains("a rule that fails")));
  }

  @Test
  void attached_weaver_names_static_fields_at_once_and_others_at_the_next_assignment()
      throws Exception {
    String me = AttachedMain.class.getName();
    List<String> lines = ChildJvm.run(scratch, "later", AttachedMain.class);
    assertTrue(lines.contains("before " + me + ".BEFORE"), () -> String.join("\n", lines));
    assertTrue(lines.contains("later " + me + ".later"));
    assertTrue(lines.contains("existing null"));
    assertTrue(lines.contains("replaced " + me + ".instance"));
    assertTrue(lines.contains("application true"));
  }

  @Test
  void classes_of_an_agent_behind_ours_are_not_taken_for_the_application() throws Exception {
    List<String> lines = ChildJvm.run(scratch, "", SecondAgent.Main.class);
    assertTrue(lines.contains("in the other agent false"), () -> String.join("\n", lines));
    assertTrue(lines.contains("in main true"), () -> String.join("\n", lines));
  }
}
