package io.duality.engine.weave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.boot.Op;
import io.duality.model.HookState;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
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
  void methods_without_a_plan_keep_their_bytes_in_every_woven_class() throws Exception {
    for (JdkHook hook : JdkHooks.of(WeaveOptions.all())) {
      byte[] original = bytesOf(hook.className());
      Map<String, byte[]> before = ClassFile.members(original);
      Map<String, byte[]> after = ClassFile.members(hook.weave(original));
      List<String> planned = new ArrayList<>();
      for (MethodPlan plan : hook.plans()) {
        planned.add(plan.name() + plan.descriptor());
      }
      List<String> changed = new ArrayList<>();
      before.forEach(
          (member, bytes) -> {
            if (!Arrays.equals(bytes, after.get(member))) {
              changed.add(member);
            }
          });
      assertEquals(before.keySet(), after.keySet(), hook.className());
      assertEquals(Set.copyOf(planned), Set.copyOf(changed), hook.className());
    }
  }

  @Test
  void every_hook_call_stands_in_a_handler_of_its_own_in_front_of_all_others() throws Exception {
    for (JdkHook hook : JdkHooks.of(WeaveOptions.all())) {
      byte[] woven = hook.weave(bytesOf(hook.className()));
      List<String> open = new ArrayList<>();
      int calls = 0;
      for (HookCalls.Site site : HookCalls.in(woven)) {
        calls++;
        if (!site.guarded()) {
          open.add(site.method() + " at " + site.hook());
        }
      }
      assertEquals(List.of(), open, hook.className());
      assertTrue(calls >= hook.state(true).expected(), hook.className());
    }
  }

  @Test
  void method_that_every_operation_goes_through_tells_nothing_unless_it_waits() throws Exception {
    int seen = 0;
    for (JdkHook hook : JdkHooks.of(WeaveOptions.all())) {
      byte[] woven = hook.weave(bytesOf(hook.className()));
      for (MethodPlan plan : hook.plans()) {
        if (plan.exit() == Exit.THROWS) {
          seen++;
          long told =
              HookCalls.in(woven).stream()
                  .filter(site -> site.method().equals(plan.name() + plan.descriptor()))
                  .count();
          // one in front of each call of the plan, and one for what it throws
          assertEquals(plan.expected() + 1, told, hook.className());
        }
      }
    }
    int atLeast = Runtime.version().feature() < 22 ? 3 : 2; // transfers, and the fork-join task
    assertTrue(seen >= atLeast, "found " + seen);
  }

  @Test
  void error_of_the_hook_call_itself_never_reaches_the_woven_method() throws Exception {
    PlannedClass.Result result = PlannedClass.weave(WarmUp.sample(), WarmUp.plans());
    Class<?> type = HookCalls.loadBesideFailingHooks(result.bytes());
    Object sample = type.getDeclaredConstructor().newInstance();
    Method waits = type.getDeclaredMethod("waits", boolean.class, long.class);
    waits.setAccessible(true);
    waits.invoke(sample, true, 1L); // throws what a hook throws, if that gets out
    assertTrue(HookCalls.failed(type) >= 2, "the park's and the return's hook have failed");
  }

  @Test
  void class_whose_frames_the_jvm_has_dropped_is_woven_all_the_same() throws Exception {
    for (JdkHook hook : JdkHooks.of(WeaveOptions.all())) {
      byte[] original = bytesOf(hook.className());
      ClassWriter bare = new ClassWriter(0);
      new ClassReader(original).accept(bare, ClassReader.SKIP_FRAMES);
      byte[] woven = hook.weave(bare.toByteArray());
      assertNotNull(woven, () -> hook.className() + ": " + hook.reason());
      assertEquals(HookCalls.in(hook.weave(original)), HookCalls.in(woven), hook.className());
    }
  }

  @Test
  void other_agent_that_counts_the_stack_anew_without_frames_does_not_count_too_little()
      throws Exception {
    for (JdkHook hook : JdkHooks.of(WeaveOptions.all())) {
      ClassWriter bare = new ClassWriter(0);
      new ClassReader(bytesOf(hook.className())).accept(bare, ClassReader.SKIP_FRAMES);
      byte[] woven = hook.weave(bare.toByteArray());
      ClassWriter counted = new ClassWriter(ClassWriter.COMPUTE_MAXS);
      new ClassReader(woven).accept(counted, 0);
      Map<String, Integer> written = framelessStacks(woven);
      Map<String, Integer> anew = framelessStacks(counted.toByteArray());
      for (MethodPlan plan : hook.plans()) {
        String method = plan.name() + plan.descriptor();
        assertTrue(
            anew.getOrDefault(method, 0) >= written.getOrDefault(method, 0),
            () -> hook.className() + "." + method + ": " + anew.get(method));
      }
    }
  }

  /** How deep the stack gets in each method without a frame. */
  private static Map<String, Integer> framelessStacks(byte[] bytes) {
    Map<String, Integer> stacks = new HashMap<>();
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                  private boolean framed;

                  @Override
                  public void visitFrame(
                      int kind, int locals, Object[] local, int depth, Object[] stack) {
                    framed = true;
                  }

                  @Override
                  public void visitMaxs(int maxStack, int maxLocals) {
                    if (!framed) {
                      stacks.put(name + descriptor, maxStack);
                    }
                  }
                };
              }
            },
            0);
    return stacks;
  }

  @Test
  void class_that_fits_no_shape_stays_as_it_is_and_the_reason_names_what_each_lacks()
      throws Exception {
    JdkHook hook = new ForkJoinTaskHook();
    assertNull(hook.weave(bytesOf("java.util.concurrent.FutureTask")));
    assertTrue(hook.isOff());
    assertTrue(
        hook.reason()
            .startsWith(
                "17 to 21: expected 1 methods, found 0; 22 and later: expected 1 methods, found 0"
                    + " of java.util.concurrent.ForkJoinTask"),
        hook.reason());
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
  void class_file_that_is_newer_than_the_reader_switches_the_hook_off_with_the_reason()
      throws Exception {
    JdkHook hook = hook(SYNCHRONIZER);
    byte[] newer = bytesOf(SYNCHRONIZER);
    int major = newer[7] + 40;
    newer[7] = (byte) major;
    assertNull(hook.weave(newer));
    assertTrue(hook.reason().contains("Unsupported class file version " + major), hook.reason());
    assertEquals(HookState.Standing.OFF, hook.state(true).standing());
  }

  @Test
  void jdk_that_no_test_has_run_on_is_called_unverified() {
    assertNull(Weaver.unverifiedJdk(17, "17.0.15"));
    assertNull(Weaver.unverifiedJdk(25, "25.0.3"));
    assertEquals("unverified JDK 21.0.7", Weaver.unverifiedJdk(21, "21.0.7"));
    assertEquals("unverified JDK 30", Weaver.unverifiedJdk(30, "30"));
  }

  @Test
  void hook_says_how_far_it_got() throws Exception {
    JdkHook hook = hook(SYNCHRONIZER);
    assertEquals(HookState.Standing.WAITING, hook.state(true).standing());
    assertFalse(hook.state(true).armed());
    hook.weave(bytesOf(SYNCHRONIZER));
    assertEquals(HookState.Standing.UNPROVEN, hook.state(true).standing());
    assertTrue(hook.state(true).armed());
    hook.proven();
    assertEquals(HookState.Standing.PROVEN, hook.state(true).standing());
    assertEquals(HookState.Standing.DISARMED, hook.state(false).standing());
    hook.givenBack();
    assertEquals(HookState.Standing.WAITING, hook.state(true).standing());
    hook.switchOff("a reason");
    assertEquals(HookState.Standing.OFF, hook.state(false).standing());
  }

  @Test
  void hook_that_is_switched_off_by_configuration_weaves_nothing() throws Exception {
    WeaveOptions options =
        new WeaveOptions(true, true, true, false, Set.of("AbstractQueuedSynchronizer"), List.of());
    JdkHook hook = JdkHooks.of(options).get(0);
    assertNull(hook.weave(bytesOf(SYNCHRONIZER)));
    assertEquals(
        "AbstractQueuedSynchronizer.acquire/6: 0 of 2, off: switched off by configuration",
        hook.state(true).line());
  }
}
