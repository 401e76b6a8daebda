package io.duality.engine.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is noted of tasks in a real JVM whose pools are woven. */
class TasksTest {
  private static final String[] FACTS = {
    "queued: true 1/2/3 main",
    "running: true 1/2/3 worker",
    "result: late",
    "noted: completed true 1/2/3 lambda",
    "counted: 2 2 2",
    "delays: true",
    "removed: true true",
    "shut down with: 2 abandoned 2",
    "ranked: [1, 2, 3]",
    "counted: 3 3 3",
    "the same twice: 1 with a delay",
    "rejected: AbortPolicy thrown rejected 1/2/3 1",
    "rejected: CallerRunsPolicy taken here rejected 1/2/3 1",
    "rejected: DiscardPolicy taken rejected 1/2/3 1",
    "rejected: DiscardOldestPolicy taken rejected 1/2/3 1",
    "sizes: resized 1-1 1-4",
    "sizes: resized 1-3 4-4",
    "ends: shutdown",
    "executed: failed java.lang.IllegalStateException dies",
    "thrown: java.lang.IllegalArgumentException: submitted",
    "submitted: failed java.lang.IllegalArgumentException lambda",
    "counted: 2 2 2",
    "failed: 2",
    "periodic: stopped java.lang.IllegalStateException lambda after 3",
    "late: true 1/2/3",
    "stage on a thread pool: true Hold 1/2/3",
    "stage on a thread pool: true failed java.lang.IllegalStateException",
    "counted: 2 2 2",
    "stage on a fork-join pool: true Hold 1/2/3",
    "stage on a fork-join pool: true failed java.lang.IllegalStateException",
    "counted: 2 2 2",
    "stage on the common pool: true Hold 1/2/3",
    "stage on the common pool: true failed java.lang.IllegalStateException",
    "counted: 2 2 2",
    "handed over: 4 4 4",
  };

  /** From 21 on: an executor with a virtual thread for each task. */
  private static final String[] LATER_FACTS = {
    "virtual: true Hold true 1/2/3", "virtual: 1/2/3 Hold", "counted: 2 2 2",
  };

  private static final String[] LAST_FACTS = {
    "switched: true false false", "switched: Hold 1/2/3", "hook failures 0", "overflows 0", "done",
  };

  @Test
  void pools_tell_who_handed_a_task_over_who_runs_it_and_how_it_ended(@TempDir Path scratch)
      throws Exception {
    List<String> lines =
        ChildJvm.run(
            scratch,
            "",
            TasksMain.class,
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
    List<String> expected = new ArrayList<>(List.of(FACTS));
    if (Runtime.version().feature() >= 21) {
      expected.addAll(List.of(LATER_FACTS));
    }
    expected.addAll(List.of(LAST_FACTS));
    int first = lines.indexOf(FACTS[0]);
    assertTrue(first >= 0, () -> String.join("\n", lines));
    assertEquals(expected, lines.subList(first, lines.size()));
    long off = lines.subList(0, first).stream().filter(line -> line.contains(": off")).count();
    assertEquals(0, off, () -> String.join("\n", lines));
  }
}
