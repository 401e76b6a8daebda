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
    "SynchronousQueue.take: take interruptible, closed, outcome 1",
    "SynchronousQueue.poll: take timed interruptible, closed, outcome 1",
    "SynchronousQueue.poll short: take timed interruptible, closed, outcome 2",
    "SynchronousQueue.take interrupted: take interruptible, closed, outcome 3",
    "SynchronousQueue.put: put interruptible, closed, outcome 1",
    "SynchronousQueue.offer: put timed interruptible, closed, outcome 1",
    "SynchronousQueue.offer short: put timed interruptible, closed, outcome 2",
    "SynchronousQueue.put interrupted: put interruptible, closed, outcome 3",
    "SynchronousQueue.offer interrupted: put timed interruptible, closed, outcome 3",
    "fair SynchronousQueue.take: take interruptible, closed, outcome 1",
    "fair SynchronousQueue.poll: take timed interruptible, closed, outcome 1",
    "fair SynchronousQueue.poll short: take timed interruptible, closed, outcome 2",
    "fair SynchronousQueue.take interrupted: take interruptible, closed, outcome 3",
    "fair SynchronousQueue.put: put interruptible, closed, outcome 1",
    "fair SynchronousQueue.offer: put timed interruptible, closed, outcome 1",
    "fair SynchronousQueue.offer short: put timed interruptible, closed, outcome 2",
    "fair SynchronousQueue.put interrupted: put interruptible, closed, outcome 3",
    "fair SynchronousQueue.offer interrupted: put timed interruptible, closed, outcome 3",
    "LinkedTransferQueue.take: take interruptible, closed, outcome 1",
    "LinkedTransferQueue.poll: take timed interruptible, closed, outcome 1",
    "LinkedTransferQueue.poll short: take timed interruptible, closed, outcome 2",
    "LinkedTransferQueue.take interrupted: take interruptible, closed, outcome 3",
    "LinkedTransferQueue.transfer: transfer interruptible, closed, outcome 1",
    "LinkedTransferQueue.transfer short: transfer timed interruptible, closed, outcome 2",
    "LinkedTransferQueue.transfer interrupted: transfer interruptible, closed, outcome 3",
    "Deque.takeLast: take of LinkedBlockingDeque interruptible, closed, outcome 1",
    "Deque.pollLast: take of LinkedBlockingDeque timed interruptible, closed, outcome 1",
    "Deque.takeFirst interrupted: take of LinkedBlockingDeque interruptible, closed, outcome 3",
    "Deque.putFirst: put of LinkedBlockingDeque interruptible, closed, outcome 1",
    "Deque.offerFirst: put of LinkedBlockingDeque timed interruptible, closed, outcome 1",
    "Deque.putLast interrupted: put of LinkedBlockingDeque interruptible, closed, outcome 3",
    "LinkedBlockingQueue.put interrupted: put of LinkedBlockingQueue interruptible, closed, outcome 3",
    "LinkedBlockingQueue.offer short: put of LinkedBlockingQueue timed interruptible, closed, outcome 2",
    "Phaser.awaitAdvance: advance, closed, outcome 1",
    "Phaser.arriveAndAwaitAdvance: advance, closed, outcome 1",
    "Phaser.await timed: advance timed interruptible, closed, outcome 1",
    "Phaser.await interrupted: advance timed interruptible, closed, outcome 3",
    "Phaser.await short: advance timed interruptible, closed, outcome 2",
    "Exchanger.exchange: exchange interruptible, closed, outcome 1",
    "Exchanger.exchange interrupted: exchange interruptible, closed, outcome 3",
    "Exchanger.exchange timed: exchange timed interruptible, closed, outcome 1",
    "Exchanger.exchange short: exchange timed interruptible, closed, outcome 2",
    "ForkJoinTask.join: get, closed, outcome 1",
    "ForkJoinTask.get: get interruptible, closed, outcome 1",
    "ForkJoinTask.get timed: get timed interruptible, closed, outcome 1",
    "ForkJoinTask.get short: get timed interruptible, closed, outcome 2",
    "ForkJoinTask.get interrupted: get interruptible, closed, outcome 3",
    "ForkJoinTask.join failed: get, closed, outcome 1",
    "Thread.join short: join timed interruptible, closed, outcome 2",
    "Thread.join interrupted: join interruptible, closed, outcome 3",
    "Thread.join: join interruptible, closed, outcome 1",
  };

  /** From 21 on: the ends of virtual threads, and sleeps, which are native before. */
  private static final String[] LATER_WAITS = {
    "VirtualThread.join short: join timed interruptible, closed, outcome 2",
    "VirtualThread.join interrupted: join interruptible, closed, outcome 3",
    "VirtualThread.join: join interruptible, closed, outcome 1",
    "Thread.sleep: sleep timed interruptible, closed, outcome 1",
    "Thread.sleep interrupted: sleep timed interruptible, closed, outcome 3",
  };

  private static final String[] PEERS = {
    "read in time: tcp 127.0.0.1:PORT",
    "read of a channel: tcp 127.0.0.1:PORT",
    "read in time of a channel's socket: tcp 127.0.0.1:PORT",
    "write: tcp 127.0.0.1:PORT",
    "cause: tcp 127.0.0.1:PORT",
    "handshake: tcp 127.0.0.1:PORT",
    "handshake on a socket: tcp 127.0.0.1:PORT",
    "https: tcp 127.0.0.1:PORT",
    "answer: tcp 127.0.0.1:PORT",
    "answer of a future: tcp 127.0.0.1:PORT",
    "another's: nobody known",
    "hook failures 0",
  };

  @TempDir private Path scratch;

  @Test
  void who_fails_to_reach_read_or_write_says_with_whom_and_what_is_printed_is_heard()
      throws Exception {
    List<String> lines = ChildJvm.run(scratch, "libraries", PeersMain.class);
    for (String what : PEERS) {
      assertTrue(lines.contains(what), () -> what + " is not among\n" + String.join("\n", lines));
    }
    String said = lines.stream().filter(line -> line.startsWith("said ")).findFirst().orElse("");
    assertTrue(said.contains("the quay failed: no such quay"), said);
    assertTrue(said.contains("java.lang.IllegalStateException: no such pier"), said);
    assertTrue(said.contains("no such jetty"), said);
    assertFalse(said.contains("nobody listens"), said);
    assertFalse(said.contains("\tat "), said);
  }

  @Test
  void every_woven_wait_of_platform_and_virtual_threads_is_seen_and_remembered() throws Exception {
    List<String> lines = ChildJvm.run(scratch, "", WaitsMain.class);
    List<String> missing = new ArrayList<>();
    boolean later = Runtime.version().feature() >= 21;
    List<String> waits = new ArrayList<>(List.of(WAITS));
    if (later) {
      waits.addAll(List.of(LATER_WAITS));
    }
    for (String wait : waits) {
      if (!lines.contains(wait)) {
        missing.add(wait);
      }
      if (later && !lines.contains("virtual " + wait)) {
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
    String thread =
        Runtime.version().feature() >= 21
            ? "Thread.join/sleep/uncaught: 5 of 5"
            : "Thread.join/uncaught: 3 of 3";
    assertTrue(lines.contains(thread), () -> String.join("\n", lines));
    assertTrue(lines.contains("Throwable.printStackTrace: 1 of 1"), () -> String.join("\n", lines));
    assertTrue(
        lines.contains("handler of dies java.lang.StackOverflowError: secret"),
        () -> String.join("\n", lines));
    assertTrue(
        lines.contains(
            "uncaught in dies: java.lang.StackOverflowError at uncaught of"
                + " [java.lang.IllegalStateException]"),
        () -> String.join("\n", lines));
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
  void attached_weaver_names_what_fields_lead_to_at_once_and_the_rest_at_the_next_assignment()
      throws Exception {
    String me = AttachedMain.class.getName();
    List<String> lines = ChildJvm.run(scratch, "later", AttachedMain.class);
    assertTrue(lines.contains("before " + me + ".BEFORE"), () -> String.join("\n", lines));
    assertTrue(lines.contains("later " + me + ".later"));
    assertTrue(lines.contains("existing null"), "nothing but a running method leads to it");
    assertTrue(lines.contains("kept " + me + ".instance"), () -> String.join("\n", lines));
    assertTrue(lines.contains("of any type " + me + ".hidden"));
    assertTrue(lines.contains("in a map ReentrantLock in " + me + ".byArticle"), lines::toString);
    assertTrue(lines.contains("of a thread " + me + "$Worker.workLock"), lines::toString);
    assertTrue(lines.contains("replaced " + me + ".instance#2"));
    assertTrue(lines.contains("application true"));
  }

  @Test
  void classes_of_an_agent_behind_ours_are_not_taken_for_the_application() throws Exception {
    List<String> lines = ChildJvm.run(scratch, "", SecondAgent.Main.class);
    assertTrue(lines.contains("in the other agent false"), () -> String.join("\n", lines));
    assertTrue(lines.contains("in main true"), () -> String.join("\n", lines));
  }
}
