package io.duality.engine.capture;

import io.duality.diagnosis.IdlePolicy;
import io.duality.diagnosis.WaitForGraph;
import io.duality.model.Look;
import io.duality.model.json.Json;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Dumps its own threads, odd and virtual ones among them, into the directory named first. */
final class DumpMain {
  private DumpMain() {}

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    int maxVirtual = Integer.parseInt(args[1]);
    CountDownLatch end = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    threads.add(
        new Thread(() -> await(end), "odd \"name\" #1 daemon\n\n\tat no.such.Frame(X.java:1)"));
    threads.add(new Thread(() -> await(end), "quiet"));
    for (Thread thread : threads) {
      thread.setDaemon(true);
      thread.start();
    }
    int virtual = VirtualThreads.exist() ? 20 : 0;
    threads.addAll(startVirtual(end, virtual));
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    ThreadDump dump = new ThreadSource(1_000, maxVirtual).take(directory.resolve("scratch.json"));
    Look look =
        new Look(
            1,
            Instant.now(),
            System.nanoTime(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    WaitForGraph graph = WaitForGraph.of(look, dump.threads(Map.of()), IdlePolicy.DEFAULT);
    Files.writeString(
        directory.resolve("threads.json"),
        Json.document(
            ThreadsDocument.of("01a1fc12-ee2a-7c41-9d0e-5b7716cf3f9c", 1, dump, graph, Map.of())));
    Files.writeString(
        directory.resolve("threads.txt"), ThreadsText.of(dump, id -> List.of("- duality: note")));
    System.out.println("started " + virtual + " virtual, note " + dump.note());
    end.countDown();
  }

  private static List<Thread> startVirtual(CountDownLatch end, int count) throws Exception {
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      Runnable work =
          () -> {
            Thread.currentThread().setName(number == 0 ? "virtual \"zero\"" : "");
            await(end);
          };
      Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
      started.add((Thread) start.invoke(null, work));
    }
    return started;
  }

  private static void await(CountDownLatch end) {
    while (end.getCount() > 0) {
      LockSupport.park(end);
    }
  }
}
