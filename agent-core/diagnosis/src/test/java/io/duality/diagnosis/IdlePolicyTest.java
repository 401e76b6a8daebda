package io.duality.diagnosis;

import static io.duality.diagnosis.Scene.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.diagnosis.IdlePolicy.Judgement;
import io.duality.model.ResourceKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdlePolicyTest {
  private static final StackTraceElement PARK = frame("jdk.internal.misc.Unsafe", "park", -2);
  private static final StackTraceElement TAKE =
      frame("java.util.concurrent.LinkedBlockingQueue", "take", 435);
  private static final StackTraceElement GET_TASK =
      frame("java.util.concurrent.ThreadPoolExecutor", "getTask", 1062);
  private static final StackTraceElement RUN_WORKER =
      frame("java.util.concurrent.ThreadPoolExecutor", "runWorker", 1122);
  private static final StackTraceElement APP = frame("com.acme.Orders", "place", 12);

  @Test
  void a_wait_for_a_lock_is_active_without_a_trace_and_inside_its_timeout() {
    assertTrue(judge(ResourceKind.LOCK, "lock", null, 10, 30_000).active());
    assertTrue(judge(ResourceKind.CONNECTION_POOL, "borrow", null, 10, 30_000).active());
    assertTrue(judge(ResourceKind.MONITOR, "enter", null, 10, 0).active());
  }

  @Test
  void a_put_into_a_full_queue_is_active() {
    assertTrue(judge(ResourceKind.QUEUE, "put", null, 10, 0, PARK).active());
  }

  @Test
  void a_pool_worker_on_its_own_empty_queue_is_idle_even_with_a_leaked_trace() {
    Judgement judgement =
        judge(ResourceKind.QUEUE, "take", "GET /", 60_000, 0, PARK, TAKE, GET_TASK, RUN_WORKER);
    assertFalse(judgement.active());
    assertEquals("a pool's worker without work", judgement.reason());
  }

  @Test
  void a_request_that_waits_for_an_event_without_limit_is_active() {
    Judgement judgement =
        judge(ResourceKind.LATCH, "await", "GET /", 9000, 0, PARK, APP, RUN_WORKER);
    assertTrue(judgement.active());
    assertFalse(judgement.needsStack());
  }

  @Test
  void a_request_inside_its_declared_timeout_is_a_long_poll() {
    assertFalse(judge(ResourceKind.QUEUE, "take", "GET /poll", 9000, 30_000, PARK, APP).active());
    assertTrue(judge(ResourceKind.QUEUE, "take", "GET /poll", 31_000, 30_000, PARK, APP).active());
  }

  @Test
  void a_request_whose_stack_was_not_taken_is_active_and_asks_for_it() {
    Judgement judgement = judge(ResourceKind.PARK, "park", "GET /", 9000, 0);
    assertTrue(judgement.active());
    assertTrue(judgement.needsStack());
  }

  @Test
  void a_permit_is_waited_for_by_a_task_or_a_trace_else_it_is_idle() {
    assertTrue(judge(ResourceKind.SEMAPHORE, "acquire", "GET /", 10, 0).active());
    assertTrue(
        judge(ResourceKind.SEMAPHORE, "acquire", null, 10, 0, PARK, APP, RUN_WORKER).active());
    assertFalse(judge(ResourceKind.SEMAPHORE, "acquire", null, 10, 0, PARK, APP).active());
    assertTrue(judge(ResourceKind.SEMAPHORE, "acquire", null, 10, 0).needsStack());
  }

  @Test
  void a_timer_before_its_task_is_idle_but_a_task_of_a_timer_is_not() {
    StackTraceElement loop = frame("java.util.TimerThread", "mainLoop", 550);
    StackTraceElement wait = frame("java.lang.Object", "wait", -2);
    assertFalse(judge(ResourceKind.MONITOR, "wait", "tick", 9000, 0, wait, loop).active());
    assertTrue(judge(ResourceKind.MONITOR, "wait", "tick", 9000, 0, wait, APP, loop).active());
  }

  @Test
  void idle_patterns_of_ones_own_name_frames_or_threads() {
    IdlePolicy own = new IdlePolicy(List.of("com.acme.Poller.*", "warm-*"));
    Scene scene =
        new Scene()
            .resource("q", ResourceKind.QUEUE, "q")
            .thread(1, "a", "poll", PARK, frame("com.acme.Poller", "next", 1))
            .thread(2, "warm-1", "poll", PARK, APP)
            .thread(3, "b", "poll", PARK, APP)
            .waits(1, "q", "take", 9000)
            .waits(2, "q", "take", 9000)
            .waits(3, "q", "take", 9000);
    WaitForGraph graph = WaitForGraph.of(scene.look(), List.of(), own);

    assertEquals(List.of(3L), graph.activeWaits().stream().map(Edge::threadId).toList());
    assertEquals("configured as idle: warm-*", graph.judgement(graph.waitsOf(2).get(0)).reason());
  }

  @Test
  void an_idle_looking_wait_becomes_active_when_others_wait_behind_it() {
    WaitForGraph graph =
        new Scene()
            .resource("l", ResourceKind.LOCK, "A.lock")
            .resource("c", ResourceKind.CONDITION, "A.changed")
            .thread(1, "one", null)
            .thread(2, "two", null)
            .waits(1, "l", "lock", 4000)
            .holds("l", 2)
            .waits(2, "c", "await", 5000)
            .graph();
    assertEquals(
        "others wait for A.lock behind it", graph.judgement(graph.waitsOf(2).get(0)).reason());
  }

  private static Judgement judge(
      ResourceKind kind,
      String op,
      String span,
      long age,
      long timeout,
      StackTraceElement... frames) {
    WaitForGraph graph =
        new Scene()
            .resource("r", kind, "r")
            .thread(1, "worker-1", span, frames)
            .waits(1, "r", op, age, timeout)
            .graph();
    return graph.judgement(graph.waitsOf(1).get(0));
  }
}
