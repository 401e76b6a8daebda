package io.duality.diagnosis;

import static io.duality.diagnosis.Scene.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.diagnosis.IdlePolicy.Judgement;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.ThreadSeen;
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
  void a_runtime_thread_at_a_lock_of_the_flight_recorder_is_no_incident() {
    Resource monitor =
        new Resource(
            "m",
            ResourceKind.MONITOR,
            "monitor jdk.jfr.internal.PlatformRecorder@1f",
            "jdk.jfr.internal.PlatformRecorder",
            31,
            1,
            -1,
            Resource.Named.CLASS);
    OpenWait wait = new OpenWait(1, "m", "enter", 0, 0, false, SeenBy.MXBEAN);
    ThreadSeen runtime =
        new ThreadSeen(1, "JFR Periodic Tasks", false, true, Thread.State.BLOCKED, null, List.of());

    assertFalse(IdlePolicy.DEFAULT.judge(wait, runtime, monitor, 9_000_000_000L).active());
  }

  @Test
  void a_timeout_of_unknown_length_is_not_given_a_length() {
    OpenWait wait = new OpenWait(1, "p", "park", 0, OpenWait.UNKNOWN_TIMEOUT, true, SeenBy.SAMPLE);
    Scene scene =
        new Scene().resource("p", ResourceKind.PARK, "park of one").thread(1, "one", "GET /");
    WaitForGraph graph = scene.graph();
    Judgement judgement =
        IdlePolicy.DEFAULT.judge(wait, graph.thread(1), graph.resource("p"), 9_000_000_000L);

    assertFalse(judgement.active());
    assertEquals("inside its timeout, whose length is not known", judgement.reason());
    assertTrue(
        IdlePolicy.DEFAULT
            .judge(wait, graph.thread(1), graph.resource("p"), 121_000_000_000L)
            .active(),
        "an activity that has stood for two minutes in one wait");
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
  void threads_of_libraries_without_work_are_idle_and_inside_a_task_are_not() {
    String loop = "shop.shaded.netty.util.concurrent.SingleThreadEventExecutor";
    for (StackTraceElement at :
        List.of(
            frame("com.lmax.disruptor.TimeoutBlockingWaitStrategy", "waitFor", 38),
            frame("ch.qos.logback.core.AsyncAppenderBase$Worker", "run", 298),
            frame(loop, "takeTask", 180),
            frame("kotlinx.coroutines.scheduling.CoroutineScheduler$Worker", "park", 830))) {
      assertFalse(judge(ResourceKind.PARK, "park", "GET /", 60_000, 0, PARK, at).active());
      assertTrue(judge(ResourceKind.PARK, "park", "GET /", 60_000, 0, PARK, APP, at).active());
    }
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
