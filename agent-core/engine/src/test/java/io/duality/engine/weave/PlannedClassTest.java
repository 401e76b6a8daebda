package io.duality.engine.weave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.boot.Op;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannedClassTest {
  private static final String SYNCHRONIZER =
      "java.util.concurrent.locks.AbstractQueuedSynchronizer";

  private static byte[] bytesOf(String className) throws IOException {
    try (InputStream in =
        Object.class.getResourceAsStream("/" + className.replace('.', '/') + ".class")) {
      return in.readAllBytes();
    }
  }

  private static JdkHook hook(String className) {
    for (JdkHook hook : JdkHooks.of(WeaveOptions.all())) {
      if (hook.className().equals(className)) {
        return hook;
      }
    }
    throw new AssertionError(className);
  }

  @Test
  void only_the_slow_path_of_a_synchronizer_changes_and_every_other_method_keeps_its_bytes()
      throws Exception {
    byte[] original = bytesOf(SYNCHRONIZER);
    byte[] woven = hook(SYNCHRONIZER).weave(original);
    assertNotNull(woven);
    Map<String, byte[]> before = ClassFile.members(original);
    Map<String, byte[]> after = ClassFile.members(woven);
    assertEquals(before.keySet(), after.keySet(), "no member comes or goes");
    String slowPath = "acquire(Ljava/util/concurrent/locks/AbstractQueuedSynchronizer$Node;IZZZJ)I";
    assertTrue(before.containsKey(slowPath));
    assertTrue(before.containsKey("acquire(I)V") && before.containsKey("release(I)Z"));
    for (Map.Entry<String, byte[]> member : before.entrySet()) {
      if (member.getKey().equals(slowPath)) {
        assertFalse(Arrays.equals(member.getValue(), after.get(slowPath)));
      } else {
        assertArrayEquals(member.getValue(), after.get(member.getKey()), member.getKey());
      }
    }
  }

  @Test
  void every_hook_of_the_table_matches_this_jdk() throws Exception {
    for (JdkHook hook : JdkHooks.of(WeaveOptions.all())) {
      byte[] woven = hook.weave(bytesOf(hook.className()));
      assertNull(hook.reason(), hook.className());
      assertNotNull(woven, hook.className());
      assertEquals(hook.state(true).expected(), hook.state(true).found(), hook.className());
    }
  }

  @Test
  void class_that_is_not_as_expected_stays_as_it_is_and_the_hook_says_what_it_found()
      throws Exception {
    MethodPlan plan =
        MethodPlan.of(
            "awaitDone", "(ZJ)I", new Entry.Parks(Op.GET, Entry.ALWAYS), Exit.STATE, Call.PARK, 2);
    PlannedClass.Result result =
        PlannedClass.weave(bytesOf("java.util.concurrent.FutureTask"), List.of(plan));
    assertNull(result.bytes());
    assertEquals("expected 2 calls of LockSupport.park in awaitDone, found 1", result.mismatch());
  }

  @Test
  void method_that_is_gone_switches_the_hook_off() throws Exception {
    MethodPlan plan =
        MethodPlan.of("awaitDone", "(Z)I", new Entry.Parks(Op.GET, 1), Exit.STATE, Call.PARK, 1);
    PlannedClass.Result result =
        PlannedClass.weave(bytesOf("java.util.concurrent.FutureTask"), List.of(plan));
    assertNull(result.bytes());
    assertEquals("expected 1 methods, found 0", result.mismatch());
  }

  @Test
  void method_that_writes_the_argument_that_the_hook_reads_is_left_alone() throws Exception {
    MethodPlan plan =
        MethodPlan.of(
            "timedGet",
            "(J)Ljava/lang/Object;",
            new Entry.Parks(Op.GET, 7),
            Exit.RESULT,
            Call.MANAGED_BLOCK,
            1);
    PlannedClass.Result result =
        PlannedClass.weave(bytesOf("java.util.concurrent.CompletableFuture"), List.of(plan));
    assertNull(result.bytes());
    assertEquals(
        "expected that timedGet keeps its argument 7, but it writes it", result.mismatch());
  }

  @Test
  void bytes_that_are_no_class_switch_the_hook_off_and_throw_nothing() {
    JdkHook hook = hook(SYNCHRONIZER);
    assertNull(hook.weave(new byte[] {1, 2, 3}));
    assertTrue(hook.isOff());
    assertTrue(hook.reason().contains("weaving " + SYNCHRONIZER + " failed"), hook.reason());
  }

  @Test
  void hook_that_is_switched_off_by_configuration_weaves_nothing() throws Exception {
    WeaveOptions options =
        new WeaveOptions(true, true, false, Set.of("AbstractQueuedSynchronizer"), List.of());
    JdkHook hook = JdkHooks.of(options).get(0);
    assertNull(hook.weave(bytesOf(SYNCHRONIZER)));
    assertEquals(
        "AbstractQueuedSynchronizer.acquire/6: 0 of 2, off: switched off by configuration",
        hook.state(true).line());
  }
}
