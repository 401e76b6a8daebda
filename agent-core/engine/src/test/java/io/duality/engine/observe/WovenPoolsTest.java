package io.duality.engine.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.PoolsStory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WovenPoolsTest {
  private static final String STORY = PoolsStory.class.getName();
  private static final String POOL = "pool " + STORY;
  private static final String QUEUES = "java.util.concurrent.";

  @TempDir Path directory;

  static Stream<Path> homes() {
    return ChildJvm.homes();
  }

  @ParameterizedTest
  @MethodSource("homes")
  void pools_queues_and_futures_say_who_works_and_what_waits(Path home) throws Exception {
    List<String> lines = ChildJvm.play(home, PoolsStory.class, List.of(ChildJvm.probe(directory)));

    pools(lines);
    tasks(lines);
    futures(lines);
    queues(lines);
    if (lines.stream().anyMatch(line -> line.startsWith("virtual thread "))) {
      virtual(lines);
    }
  }

  private static void pools(List<String> lines) {
    line(
        lines,
        POOL
            + ".ORDERS: jdk, 2 of 2 workers, 2 busy, 2 blocked, 4 wait in "
            + STORY
            + ".ORDERS queue "
            + QUEUES
            + "LinkedBlockingQueue unbounded aged, RUNNING");
    line(lines, POOL + ".ORDERS: completed 1 started 3 submitted 7");
    // Eight are allowed, but a queue without a limit never lets it have a second one.
    line(
        lines,
        POOL
            + ".GROWING: jdk, 1 of 1 workers, 1 busy, 1 blocked, 1 wait in "
            + STORY
            + ".GROWING queue "
            + QUEUES
            + "LinkedBlockingQueue unbounded aged, RUNNING");
    line(
        lines,
        POOL
            + ".DIRECT: jdk, 1 of 1 workers, 1 busy, 1 blocked, 0 wait in "
            + STORY
            + ".DIRECT queue "
            + QUEUES
            + "SynchronousQueue of 0 fresh, RUNNING");
    // Of the two tasks in its queue only one is due.
    line(
        lines,
        POOL
            + ".CLOCK: jdk, 1 of 1 workers, 1 busy, 1 blocked, 1 wait in "
            + STORY
            + ".CLOCK queue "
            + QUEUES
            + "ScheduledThreadPoolExecutor$DelayedWorkQueue unbounded aged, RUNNING");
    line(
        lines,
        POOL
            + ".FORKS: jdk, 2 of 2 workers, 2 busy, 2 blocked, 2 wait in no queue null unbounded"
            + " aged, RUNNING");
    for (String twin : List.of("", "#2")) {
      String queue = "ExecutorService created at " + STORY + ".idle:";
      String wanted =
          "pool twin" + twin + ": jdk, 1 of 1 workers, 0 busy, 0 blocked, 0 wait in " + queue;
      assertTrue(
          lines.stream().anyMatch(line -> line.startsWith(wanted)),
          () -> wanted + "\nin\n" + String.join("\n", lines));
    }
  }

  private static void tasks(List<String> lines) {
    String orders = POOL + ".ORDERS: task ";
    line(lines, orders + STORY + "$Letter at 0 of " + POOL + ".ORDERS");
    line(lines, orders + STORY + "$Price at 2 of future of " + STORY + "$Price");
    line(lines, orders + STORY + " (lambda) at -1 of " + POOL + ".ORDERS");
    line(lines, POOL + ".FORKS: task " + STORY + "$Sum at 1 of future of " + STORY + "$Sum");
  }

  private static void futures(List<String> lines) {
    for (String worker : List.of("orders-1", "orders-2")) {
      line(lines, "future of " + STORY + "$Price: worked-by " + worker + " as worker by sample");
    }
    String future = "future of java.util.concurrent.CompletableFuture: worked-by ";
    line(lines, future + "pool-1-thread-1 as runner by hook");
    assertEquals(
        2, lines.stream().filter((future + "orders-1 as worker by sample")::equals).count());
    line(
        lines,
        "future of " + STORY + "$Sum: worked-by ForkJoinPool-1-worker-1 as worker by sample");
    line(
        lines,
        "Unknown[subject=future of "
            + STORY
            + " (lambda), what=holder, why=its task is not in a"
            + " pool's queue as itself, and no thread runs it; 3 queued tasks of other classes may"
            + " have it inside]");
    line(
        lines,
        "Unknown[subject=future of java.util.concurrent.CompletableFuture, what=holder, why=no"
            + " task that is queued in a pool or known to run completes it: that is left to whoever"
            + " was to call complete]");
  }

  private static void queues(List<String> lines) {
    line(
        lines,
        STORY + ".ROWS: holds 2 of 2, most 2, head aged, taken by uploader, put by nobody seen");
    line(lines, STORY + ".ROWS: worked-by uploader as consumer by seen");
    line(lines, STORY + ".MEETING: worked-by uploader as party by seen");
    String nobody = ", taken by nobody seen, put by nobody seen";
    line(lines, STORY + ".MAIL: holds 2 of any, most 2, head aged" + nobody);
    line(lines, STORY + ".SPARE: holds 1 of 3, most 1, head -1" + nobody);
  }

  private static void virtual(List<String> lines) {
    String scheduler = "virtual-thread scheduler: ";
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.startsWith(scheduler + "jdk, ")
                        && line.contains(" workers, 1 busy, 1 blocked, 0 wait in no queue")),
        () -> String.join("\n", lines));
    line(lines, scheduler + "task pinned at -1 of virtual-thread scheduler");
    String perTask = "pool com.acme.VirtualPools.perTask: jdk, 2 of -1 workers, 2 busy, 2 blocked,";
    line(lines, perTask + " 0 wait in no queue null unbounded fresh, RUNNING");
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.startsWith(scheduler + "held-by pinned as pinned by sample at ")
                        && line.contains("VirtualPools$Slow.<clinit>(")),
        () -> String.join("\n", lines));
  }

  private static void line(List<String> lines, String wanted) {
    assertTrue(lines.contains(wanted), () -> wanted + "\nin\n" + String.join("\n", lines));
  }
}
