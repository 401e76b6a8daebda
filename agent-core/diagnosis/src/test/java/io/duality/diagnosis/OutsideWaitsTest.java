package io.duality.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.diagnosis.IdlePolicy.Judgement;
import io.duality.model.OpenWait;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import org.junit.jupiter.api.Test;

/** Who waits for what is outside the JVM, and when that is nobody's trouble. */
class OutsideWaitsTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void traced_read_without_a_limit_is_active_and_an_untraced_one_is_a_quiet_connection() {
    assertTrue(judge("read", 0, "GET /").active());
    assertFalse(judge("read", 0, null).active());
  }

  @Test
  void read_is_a_long_poll_until_its_own_limit_has_passed() {
    assertEquals("inside its timeout of 30 s", judge("read", 30 * SECOND, "GET /").reason());
    assertTrue(judge("read", 5 * SECOND, "GET /").active());
  }

  @Test
  void connecting_writing_and_looking_up_for_a_trace_is_work_whatever_the_limit() {
    assertTrue(judge("connect", 30 * SECOND, "GET /").active());
    assertTrue(judge("write", 0, "GET /").active());
    assertTrue(judge("look-up", OpenWait.UNKNOWN_TIMEOUT, "GET /").active());
    assertTrue(judge("lock", 0, "GET /").active());
    assertFalse(judge("connect", 30 * SECOND, null).active());
  }

  @Test
  void accepting_and_selecting_is_how_servers_are_idle_even_with_a_trace() {
    assertFalse(judge("accept", 0, "GET /").active());
    assertFalse(judge("select", 0, "GET /").active());
  }

  @Test
  void child_process_is_waited_for_as_long_as_the_caller_said() {
    assertTrue(judge("wait-for", 0, "POST /run").active());
    assertFalse(judge("wait-for", 60 * SECOND, "POST /run").active());
  }

  private static Judgement judge(String op, long timeoutNanos, String span) {
    WaitForGraph graph =
        new Scene()
            .resource("s", ResourceKind.SOCKET, "tcp 10.0.0.5:5432")
            .thread(1, "one", span)
            .graph();
    OpenWait wait = new OpenWait(1, "s", op, 0, timeoutNanos, false, SeenBy.SLOT);
    return IdlePolicy.DEFAULT.judge(wait, graph.thread(1), graph.resource("s"), 10 * SECOND);
  }
}
