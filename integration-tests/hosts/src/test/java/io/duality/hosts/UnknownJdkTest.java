package io.duality.hosts;

import static io.duality.hosts.PatchedJdk.LOCKS;
import static io.duality.hosts.PatchedJdk.SYNCHRONIZER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdk;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import java.io.IOException;
import java.util.List;

/** JDKs that are not what the expectation tables say: what cannot be hooked is off, and said so. */
final class UnknownJdkTest {
  private static final String NODE = SYNCHRONIZER + "$Node";
  private static final String ACQUIRE = "(L" + NODE + ";IZZZJ)I";
  private static final String CONDITION = SYNCHRONIZER + "$ConditionObject";
  private static final String HOOK = "AbstractQueuedSynchronizer.acquire/6";

  /** What a hook that is off says of itself, and what the bundle of a monitors' deadlock says. */
  private static void isOff(AgentJvm jvm, Jdk jdk, PatchedJdk.Change change, String... lines)
      throws IOException {
    RunningJvm app = start(PatchedJdk.under(jvm, jdk, change));
    for (String line : lines) {
      app.control().awaitStatus(line);
    }
    OpenedBundle bundle = monitorsAreFound(app);
    String hook = lines[0].substring(0, lines[0].indexOf(':'));
    String reason = lines[0].substring(lines[0].indexOf(", off: ") + ", off: ".length());
    assertTrue(bundle.summary().replaceAll("\\s+", " ").contains(reason), bundle::summary);
    List<Tree> unknown = bundle.waits().tree().trees("unknown");
    assertTrue(
        unknown.stream()
            .anyMatch(
                each -> each.text("subject").equals(hook) && each.text("why").contains(reason)),
        unknown::toString);
    worked(app);
  }

  private static RunningJvm start(AgentJvm jvm) {
    return Stall.soon(jvm)
        .set("duality.trigger.deadlock.capture", "threads, waits, resources")
        .set("duality.trigger.stall.enabled", "false")
        .heap("128m")
        .main(Workshop.class)
        .start()
        .awaitReady();
  }

  private static OpenedBundle monitorsAreFound(RunningJvm app) {
    app.send("monitors");
    app.awaitLine("MONITORS DEADLOCKED");
    OpenedBundle bundle = app.awaitBundle("deadlock").validate();
    assertTrue(bundle.summary().contains("front-door"), bundle::summary);
    return bundle;
  }

  private static void worked(RunningJvm app) {
    app.send("progress");
    app.awaitLine("PROGRESS");
    app.send("deadlock");
    app.awaitLine("DEADLOCKED");
    app.send("undo");
    app.awaitLine("UNDONE");
    app.send("end");
    assertEquals(0, app.awaitExit());
    assertEquals("COUNTERS RIGHT", app.stdout().get(app.stdout().size() - 1));
  }

  @OnEveryJdk
  void slow_path_of_another_name_is_left_alone(AgentJvm jvm, Jdk jdk) throws IOException {
    isOff(
        jvm,
        jdk,
        to -> {
          to.patch(SYNCHRONIZER, PatchedJdk.renamed("acquire", ACQUIRE, "acquireNow"));
          to.patch(CONDITION, PatchedJdk.renamed("acquire", ACQUIRE, "acquireNow"));
        },
        HOOK + ": 0 of 2, off: expected 1 methods, found 0");
  }

  @OnEveryJdk
  void slow_path_with_another_parameter_is_left_alone(AgentJvm jvm, Jdk jdk) throws IOException {
    isOff(
        jvm,
        jdk,
        to -> {
          to.patch(SYNCHRONIZER, PatchedJdk.widened("acquire", ACQUIRE, NODE));
          to.patch(CONDITION, PatchedJdk.widened("acquire", ACQUIRE, NODE));
        },
        HOOK + ": 0 of 2, off: expected 1 methods, found 0");
  }

  @OnEveryJdk
  void slow_path_that_parks_once_more_is_left_alone(AgentJvm jvm, Jdk jdk) throws IOException {
    isOff(
        jvm,
        jdk,
        to -> to.patch(SYNCHRONIZER, PatchedJdk.begun("acquire", ACQUIRE, PatchedJdk::parks)),
        HOOK + ": 3 of 2, off: expected 1 call of LockSupport.parkNanos in acquire, found 2");
  }

  @OnEveryJdk
  void end_of_a_thread_that_asks_two_handlers_is_left_alone(AgentJvm jvm, Jdk jdk)
      throws IOException {
    isOff(
        jvm,
        jdk,
        to ->
            to.patch(
                "java/lang/Thread",
                PatchedJdk.begun(
                    "dispatchUncaughtException",
                    "(Ljava/lang/Throwable;)V",
                    PatchedJdk::asksHandler)),
        (jdk.feature() >= 21
                ? "Thread.join/sleep/uncaught: 6 of 5"
                : "Thread.join/uncaught: 4 of 3")
            + ", off: expected 1 call of Thread$UncaughtExceptionHandler.uncaughtException in"
            + " dispatchUncaughtException, found 2");
  }

  @OnEveryJdk
  void queues_are_left_alone_where_the_condition_they_need_is_different(AgentJvm jvm, Jdk jdk)
      throws IOException {
    isOff(
        jvm,
        jdk,
        to -> to.patch(CONDITION, PatchedJdk.begun("awaitNanos", "(J)J", PatchedJdk::parks)),
        "AbstractQueuedSynchronizer$ConditionObject.await*: 6 of 5, off: expected 1 call of"
            + " LockSupport.parkNanos in awaitNanos, found 2",
        ", off: needs java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject,"
            + " which is off",
        HOOK + ": 2 of 2");
  }

  @OnEveryJdk
  void hook_that_is_there_and_sees_nothing_is_taken_back(AgentJvm jvm, Jdk jdk) throws IOException {
    isOff(
        jvm,
        jdk,
        to -> to.patch(SYNCHRONIZER, PatchedJdk.slowPathMoved(ACQUIRE)),
        HOOK + ": 2 of 2, off: its self-test parked a thread, but no open wait was seen");
  }

  @OnEveryJdk
  void jdk_of_which_nothing_is_as_expected_runs_the_application_as_ever(AgentJvm jvm, Jdk jdk)
      throws IOException {
    RunningJvm app =
        start(
            PatchedJdk.under(
                jvm,
                jdk,
                to -> {
                  PatchedJdk.Patch other = PatchedJdk.begun(null, null, PatchedJdk::writesThis);
                  to.patchAll("java/util/concurrent", other);
                  to.patchAll("java/util/concurrent/locks", other);
                }));
    String status = app.control().awaitStatus("CyclicBarrier.await: ");
    for (String hook :
        List.of(
            HOOK,
            "AbstractQueuedLongSynchronizer.acquire/6",
            "AbstractQueuedSynchronizer$ConditionObject.await*",
            "FutureTask.get",
            "ArrayBlockingQueue.put/take")) {
      String line =
          status.lines().filter(each -> each.contains(" " + hook + ": ")).findFirst().orElse("");
      assertTrue(
          line.contains(", off: ") || line.endsWith("waiting for its class to load"), status);
    }
    assertFalse(status.contains("/6: 2 of 2, proven"), status);
    String summary = monitorsAreFound(app).summary();
    assertTrue(summary.contains("hooks would have seen"), summary);
    worked(app);
  }

  @OnEveryJdk
  void number_where_a_reference_is_expected_reads_as_absent_and_ends_no_jvm(AgentJvm jvm, Jdk jdk)
      throws IOException {
    RunningJvm app =
        start(
            PatchedJdk.under(
                jvm,
                jdk,
                to -> {
                  to.patch(
                      LOCKS + "ReentrantReadWriteLock$Sync",
                      PatchedJdk.displaced("firstReader", "someReader"));
                  to.patch(LOCKS + "ReentrantLock", PatchedJdk.displaced("sync", "inner"));
                }));
    app.send("progress");
    app.awaitLine("PROGRESS");
    app.send("deadlock");
    app.awaitLine("DEADLOCKED");
    monitorsAreFound(app);
    assertTrue(app.control().status().text("text").contains(" 0 calls failed"));
    app.send("undo");
    worked(app);
  }
}
