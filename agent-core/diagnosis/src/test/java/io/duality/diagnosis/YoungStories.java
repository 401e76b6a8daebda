package io.duality.diagnosis;

import static io.duality.diagnosis.Scene.frame;
import static java.util.Map.entry;

import io.duality.model.ErrorSeen;
import io.duality.model.HandleSeen;
import io.duality.model.StallSeen;
import io.duality.model.StepResult;
import io.duality.model.Vitals;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Situations of processes that did not live long, or of what is neither file nor memory. */
final class YoungStories {
  static final Map<String, Supplier<Scene>> ALL =
      Map.ofEntries(
          entry("thread-locals-leak", YoungStories::threadLocalsLeak),
          entry("errors-of-a-young-process", YoungStories::errors),
          entry("hiccup-of-an-explicit-collection", YoungStories::hiccupOfAnExplicitCollection),
          entry("oom-of-work-that-is-gone", YoungStories::oomOfWorkThatIsGone),
          entry("uncaught-on-a-virtual-thread", YoungStories::uncaughtOnAVirtualThread),
          entry("exit-while-the-heap-grows", YoungStories::exitWhileTheHeapGrows));

  private YoungStories() {}

  static Scene threadLocalsLeak() {
    return new Scene()
        .thread(21, "http-1", null)
        .step("threads", StepResult.Status.OK, null)
        .trigger("leak-handles", "thread locals 6,040")
        .alarm("thread locals grow", "thread locals: 6040, growing")
        .health(
            new HealthDraft()
                .handles(
                    ago ->
                        List.of(
                            new HandleSeen(
                                "thread locals",
                                6040 - 20L * ago,
                                -1,
                                List.of(
                                    new HandleSeen.Group(
                                        "com.acme.Shift on http-*", 5980 - 20L * ago, null))))));
  }

  static Scene errors() {
    return new Scene()
        .startedAgo(42)
        .thread(21, "order-worker", null)
        .step("threads", StepResult.Status.OK, null)
        .trigger("errors", "100/s")
        .alarm("errors > 10/1s", "java.lang.IllegalArgumentException 100/s")
        .health(
            new HealthDraft()
                .seconds(40)
                .error(rejected(3_100))
                .errorsThen(ago -> List.of(rejected(100))));
  }

  private static ErrorSeen rejected(long count) {
    return new ErrorSeen(
        "java.lang.IllegalArgumentException",
        "com.acme.Orders.validate(Orders.java:31)",
        count,
        count,
        false,
        Scene.NOW - 31_000_000_000L,
        Scene.NOW - 10_000_000L,
        Vitals.UNKNOWN,
        "failed task",
        List.of(),
        List.of("order-worker"),
        null,
        List.of(frame("com.acme.Orders", "validate", 31)));
  }

  /** The standstill fires first, the storm that explains it joins its bundle. */
  static Scene hiccupOfAnExplicitCollection() {
    return new Scene()
        .thread(21, "http-1", null)
        .step("threads", StepResult.Status.OK, null)
        .also("gc", "System.gc() was called 30 times in the last 1 min")
        .trigger("hiccup", "1.2s")
        .alarm("stood still > 1s", "all threads stood still for 1.2 s")
        .health(
            new HealthDraft()
                .heap(ago -> 20.0)
                .gc(
                    ago ->
                        HealthDraft.pause(
                            1,
                            600,
                            1200,
                            "System.gc()",
                            1,
                            ago % 3 == 0
                                ? "com.acme.Nightly.sweep(Nightly.java:9)"
                                : "com.acme.Cleanup.run(Cleanup.java:12)"))
                .stall(20, 1_200, StallSeen.Cause.GC, "G1Full (System.gc())", "http-1"));
  }

  /** The JVM goes down as the task fails: the one has nothing to do with the other. */
  static Scene uncaughtOnAVirtualThread() {
    return new Scene()
        .startedAgo(42)
        .thread(21, "duality-exit", null)
        .step("threads", StepResult.Status.OK, null)
        .trigger("uncaught", "1 thread")
        .alarm("an uncaught exception", "java.lang.IllegalArgumentException")
        .health(
            new HealthDraft()
                .seconds(40)
                .failure(
                    "uncaught",
                    3_100,
                    "java.lang.IllegalArgumentException",
                    31,
                    "",
                    "a hook in front of the handler of uncaught exceptions",
                    null,
                    frame("com.acme.Orders", "validate", 31),
                    frame("java.lang.VirtualThread", "run", 329)));
  }

  static Scene oomOfWorkThatIsGone() {
    return new Scene()
        .startedAgo(42)
        .thread(21, "http-1", null)
        .step("threads", StepResult.Status.OK, null)
        .trigger("oom", "heap")
        .alarm("any OutOfMemoryError", "OutOfMemoryError: heap")
        .health(
            new HealthDraft()
                .seconds(40)
                .heap(ago -> ago < 3 ? 17.0 : 500.0 - ago)
                .failure(
                    "oom heap",
                    3_100,
                    "java.lang.OutOfMemoryError",
                    31,
                    "report-3",
                    "the hook where it ended a thread",
                    null,
                    frame("com.acme.Report", "row", 88))
                .failure(
                    "uncaught",
                    2_900,
                    "java.lang.OutOfMemoryError",
                    31,
                    "report-3",
                    "the hook where it ended a thread",
                    null,
                    frame("com.acme.Report", "row", 88)));
  }

  static Scene exitWhileTheHeapGrows() {
    return VitalStories.heapGrows()
        .trigger("exit", "heap")
        .alarm("shutdown while suspected", "the JVM is asked to end while the heap grows")
        .health(
            VitalStories.growing()
                .failure("shutdown", 100, null, 99, "SIGTERM handler", "the shutdown hook", null));
  }
}
