package io.duality.engine.weave;

import io.duality.boot.Hooks;
import io.duality.boot.RunningTask;
import io.duality.boot.TaskCounts;
import io.duality.boot.TaskNotes;
import io.duality.boot.TaskStamp;
import io.duality.boot.Tasks;
import io.duality.boot.TraceIds;
import io.duality.boot.TraceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Gives pools work in every way that is woven, and prints what was noted of it. */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of them is asked of the agent
public final class TasksMain {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final RunningTask RUNNING = new RunningTask();
  private static long seen;

  private TasksMain() {}

  /** Every thread but the pools' workers carries a trace. */
  private static final class MainsTrace extends TraceReader {
    @Override
    public boolean read(Thread thread, TraceIds into) {
      into.clear();
      if (!thread.getName().equals("main")) {
        return false;
      }
      into.traceHigh = 1;
      into.traceLow = 2;
      into.span = 3;
      into.sampled = true;
      return true;
    }
  }

  private static final class Ranked implements Runnable, Comparable<Ranked> {
    private final int rank;
    private final List<Integer> ran;

    Ranked(int rank, List<Integer> ran) {
      this.rank = rank;
      this.ran = ran;
    }

    @Override
    public void run() {
      synchronized (ran) {
        ran.add(rank);
      }
    }

    @Override
    public int compareTo(Ranked other) {
      return Integer.compare(rank, other.rank);
    }
  }

  /** Holds the only worker until it is let go. */
  private static final class Hold implements Runnable {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @Override
    public void run() {
      begun.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  public static void main(String[] args) throws Exception {
    TestAgent.weaver.states().forEach(state -> System.out.println(state.line()));
    Hooks.readTraces(new MainsTrace());
    delayed();
    removed();
    ranked();
    twice();
    for (RejectedExecutionHandler policy :
        List.of(
            new ThreadPoolExecutor.AbortPolicy(),
            new ThreadPoolExecutor.CallerRunsPolicy(),
            new ThreadPoolExecutor.DiscardPolicy(),
            new ThreadPoolExecutor.DiscardOldestPolicy())) {
      rejected(policy);
    }
    sizes();
    dying();
    periodic();
    scheduled();
    stages(pool(new LinkedBlockingQueue<>()), "stage on a thread pool");
    stages(new ForkJoinPool(1), "stage on a fork-join pool");
    stages(ForkJoinPool.commonPool(), "stage on the common pool");
    handedOver();
    if (Runtime.version().feature() >= 21) {
      perTask();
    }
    switched();
    System.out.println("hook failures " + Hooks.failures());
    System.out.println("overflows " + Tasks.overflows());
    System.out.println("done");
  }

  private static ThreadPoolExecutor pool(BlockingQueue<Runnable> queue) {
    return new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, queue);
  }

  /** What a task waits behind a slow one, and for whom. */
  private static void delayed() throws Exception {
    ThreadPoolExecutor pool = pool(new LinkedBlockingQueue<>());
    Hold hold = new Hold();
    pool.submit(hold);
    hold.begun.await();
    Future<String> late = pool.submit(() -> "late");
    TaskStamp stamp = new TaskStamp();
    boolean stamped = Tasks.stampOf(late, stamp);
    say("queued", stamped + " " + ids(stamp.trace) + " " + submitter(stamp.submitterId));
    Tasks.tick(System.nanoTime());
    await(() -> running(pool) && RUNNING.work == Hold.class);
    say("running", RUNNING.stamped + " " + ids(RUNNING.trace) + " " + worker(RUNNING.thread, pool));
    long until = stamp.submittedNanos + 50_000_000;
    await(() -> System.nanoTime() - until > 0);
    hold.go.countDown();
    say("result", late.get());
    for (TaskNotes.Note note : notes(pool, TaskNotes.COMPLETED, 1)) {
      boolean waited = note.queueNanos >= 50_000_000 && note.runNanos >= 0;
      say("noted", phase(note) + " " + waited + " " + ids(note.trace) + " " + lambda(note));
    }
    counts("counted", pool, 2);
    say("delays", String.valueOf(counts(pool).delayMaxNanos >= 50_000_000));
    pool.shutdown();
  }

  private static void removed() throws Exception {
    ThreadPoolExecutor pool = pool(new LinkedBlockingQueue<>());
    Hold hold = new Hold();
    pool.execute(hold);
    hold.begun.await();
    Runnable task = () -> {};
    pool.execute(task);
    boolean inQueue = pool.getQueue().contains(task);
    boolean removed = pool.remove(task);
    say("removed", inQueue + " " + removed);
    say("shut down with", "" + left(pool, hold));
  }

  private static String left(ThreadPoolExecutor pool, Hold hold) throws Exception {
    pool.execute(() -> {});
    pool.execute(() -> {});
    int left = pool.shutdownNow().size();
    hold.go.countDown();
    await(pool::isTerminated);
    StringBuilder said = new StringBuilder().append(left);
    for (TaskNotes.Note note : notes(pool, TaskNotes.ABANDONED, 1)) {
      said.append(" abandoned ").append(note.numbers[0]);
    }
    return said.toString();
  }

  private static void ranked() throws Exception {
    ThreadPoolExecutor pool = pool(new PriorityBlockingQueue<>());
    CountDownLatch over = new CountDownLatch(1);
    List<Integer> ran = new ArrayList<>();
    Hold hold = new Hold();
    pool.execute(hold);
    hold.begun.await();
    for (int rank : new int[] {3, 1, 2}) {
      pool.execute(new Ranked(rank, ran));
    }
    hold.go.countDown();
    pool.shutdown();
    await(pool::isTerminated);
    over.countDown();
    say("ranked", ran.toString());
  }

  private static void twice() throws Exception {
    ThreadPoolExecutor pool = pool(new LinkedBlockingQueue<>());
    Hold hold = new Hold();
    pool.execute(hold);
    hold.begun.await();
    CountDownLatch ran = new CountDownLatch(2);
    Runnable task = ran::countDown;
    pool.execute(task);
    pool.execute(task);
    long until = System.nanoTime() + 20_000_000;
    await(() -> System.nanoTime() - until > 0);
    hold.go.countDown();
    ran.await();
    counts("counted", pool, 3);
    say("the same twice", notes(pool, TaskNotes.COMPLETED, 1).size() + " with a delay");
    pool.shutdown();
  }

  private static void rejected(RejectedExecutionHandler policy) throws Exception {
    ThreadPoolExecutor pool = pool(new ArrayBlockingQueue<>(1));
    pool.setRejectedExecutionHandler(policy);
    Hold hold = new Hold();
    pool.execute(hold);
    hold.begun.await();
    pool.execute(() -> {});
    String outcome = "taken";
    Thread[] ran = new Thread[1];
    try {
      pool.execute(() -> ran[0] = Thread.currentThread());
    } catch (RejectedExecutionException e) {
      outcome = "thrown";
    }
    TaskNotes.Note note = notes(pool, TaskNotes.REJECTED, 1).get(0);
    String by = note.detail.substring(note.detail.lastIndexOf('$') + 1);
    boolean here = ran[0] == Thread.currentThread();
    say(
        "rejected",
        by
            + " "
            + outcome
            + (here ? " here" : "")
            + " "
            + phase(note)
            + " "
            + ids(note.trace)
            + " "
            + counts(pool).rejected);
    hold.go.countDown();
    pool.shutdown();
  }

  private static void sizes() throws Exception {
    ThreadPoolExecutor pool = pool(new LinkedBlockingQueue<>());
    pool.submit(() -> {}).get();
    pool.setMaximumPoolSize(4);
    pool.setCorePoolSize(3);
    pool.setCorePoolSize(3);
    for (TaskNotes.Note note : notes(pool, TaskNotes.RESIZED, 2)) {
      say(
          "sizes",
          phase(note)
              + " "
              + note.numbers[0]
              + "-"
              + note.numbers[1]
              + " "
              + note.numbers[2]
              + "-"
              + note.numbers[3]);
    }
    pool.shutdown();
    say("ends", phase(notes(pool, TaskNotes.SHUTDOWN, 1).get(0)));
  }

  private static void dying() throws Exception {
    ThreadPoolExecutor pool = pool(new LinkedBlockingQueue<>());
    pool.setThreadFactory(
        task -> {
          Thread thread = new Thread(task, "dies");
          thread.setUncaughtExceptionHandler((who, thrown) -> {});
          return thread;
        });
    pool.execute(
        () -> {
          throw new IllegalStateException("executed");
        });
    TaskNotes.Note executed = notes(pool, TaskNotes.FAILED, 1).get(0);
    say("executed", phase(executed) + " " + executed.detail + " " + executed.threadName);
    Future<?> future =
        pool.submit(
            () -> {
              throw new IllegalArgumentException("submitted");
            });
    try {
      future.get();
    } catch (ExecutionException e) {
      say("thrown", e.getCause().toString());
    }
    TaskNotes.Note submitted = notes(pool, TaskNotes.FAILED, 1).get(0);
    say("submitted", phase(submitted) + " " + submitted.detail + " " + lambda(submitted));
    await(() -> counts(pool).failed == 2 && counts(pool).completed == 2);
    counts("counted", pool, 2);
    say("failed", "" + counts(pool).failed);
    pool.shutdown();
  }

  private static void periodic() throws Exception {
    ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);
    int[] runs = new int[1];
    pool.scheduleAtFixedRate(
        () -> {
          if (++runs[0] == 3) {
            throw new IllegalStateException("no more");
          }
        },
        0,
        1,
        TimeUnit.MILLISECONDS);
    TaskNotes.Note note = notes(pool, TaskNotes.STOPPED, 1).get(0);
    say("periodic", phase(note) + " " + note.detail + " " + lambda(note) + " after " + runs[0]);
    pool.shutdownNow();
  }

  /** A task that is due while another one runs is late from when it was due. */
  private static void scheduled() throws Exception {
    ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);
    Hold hold = new Hold();
    pool.execute(hold);
    hold.begun.await();
    long until = System.nanoTime() + 100_000_000;
    Future<?> late = pool.schedule(() -> {}, 60, TimeUnit.MILLISECONDS);
    await(() -> System.nanoTime() - until > 0);
    hold.go.countDown();
    late.get();
    for (TaskNotes.Note note : notes(pool, TaskNotes.COMPLETED, 1)) {
      boolean fits = note.queueNanos >= 30_000_000 && note.queueNanos < until;
      say("late", fits + " " + ids(note.trace));
    }
    pool.shutdown();
  }

  private static void stages(ExecutorService pool, String name) throws Exception {
    Hold hold = new Hold();
    CompletableFuture<Void> first = CompletableFuture.runAsync(hold, pool);
    hold.begun.await();
    Tasks.tick(System.nanoTime());
    await(() -> running(pool));
    say(
        name,
        (RUNNING.future == first) + " " + RUNNING.work.getSimpleName() + " " + ids(RUNNING.trace));
    hold.go.countDown();
    first.get();
    CompletableFuture<String> failing =
        CompletableFuture.supplyAsync(
            () -> {
              throw new IllegalStateException("stage");
            },
            pool);
    TaskNotes.Note note = notes(pool, TaskNotes.FAILED, 1).get(0);
    say(name, failing.isCompletedExceptionally() + " " + phase(note) + " " + note.detail);
    await(() -> counts(pool).completed == 2);
    counts("counted", pool, 2);
    if (pool != ForkJoinPool.commonPool()) {
      pool.shutdown();
    }
  }

  /** Tasks that a queue without room hands to new workers are counted once. */
  private static void handedOver() throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(0, 8, 1, TimeUnit.MINUTES, new SynchronousQueue<>());
    for (int i = 0; i < 4; i++) {
      Hold hold = new Hold();
      pool.execute(hold);
      hold.begun.await();
      hold.go.countDown();
    }
    await(() -> counts(pool).completed == 4);
    counts("handed over", pool, 4);
    pool.shutdown();
  }

  private static void perTask() throws Exception {
    ExecutorService pool =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    Hold hold = new Hold();
    Future<?> future = pool.submit(hold);
    hold.begun.await();
    Tasks.tick(System.nanoTime());
    await(() -> running(pool));
    say(
        "virtual",
        (RUNNING.task == future)
            + " "
            + RUNNING.work.getSimpleName()
            + " "
            + RUNNING.stamped
            + " "
            + ids(RUNNING.trace));
    hold.go.countDown();
    future.get();
    Hold executed = new Hold();
    pool.execute(executed);
    executed.begun.await();
    await(() -> running(pool) && RUNNING.stamped);
    say("virtual", ids(RUNNING.trace) + " " + RUNNING.work.getSimpleName());
    executed.go.countDown();
    await(() -> counts(pool).completed == 2);
    counts("counted", pool, 2);
    pool.shutdown();
  }

  /** While disarmed nothing is noted, and nothing that began before is said to run still. */
  private static void switched() throws Exception {
    ThreadPoolExecutor pool = pool(new LinkedBlockingQueue<>());
    Hold hold = new Hold();
    pool.execute(hold);
    hold.begun.await();
    await(() -> running(pool));
    Future<?> queued = pool.submit(() -> {});
    boolean before = Tasks.stampOf(queued, new TaskStamp());
    TestAgent.weaver.disarm();
    say("switched", before + " " + running(pool) + " " + Tasks.stampOf(queued, new TaskStamp()));
    hold.go.countDown();
    queued.get();
    TestAgent.weaver.rearm();
    Hold again = new Hold();
    pool.execute(again);
    again.begun.await();
    await(() -> running(pool));
    say("switched", RUNNING.work.getSimpleName() + " " + ids(RUNNING.trace));
    again.go.countDown();
    pool.shutdown();
  }

  private static boolean running(Object pool) {
    for (int i = 0; i < Tasks.capacity(); i++) {
      if (Tasks.running(i, RUNNING) && RUNNING.pool == pool) {
        return true;
      }
    }
    return false;
  }

  private static TaskCounts counts(Object pool) {
    Tasks.tick(System.nanoTime());
    TaskCounts counts = new TaskCounts();
    Tasks.counts(pool, counts);
    return counts;
  }

  private static void counts(String name, Object pool, long completed) {
    await(() -> counts(pool).completed == completed);
    TaskCounts counts = counts(pool);
    say(name, counts.submitted + " " + counts.started + " " + counts.completed);
  }

  /** The further notes of a phase of a pool, but for what holds it, once there are so many. */
  private static List<TaskNotes.Note> notes(Object pool, int phase, int atLeast) {
    List<TaskNotes.Note> notes = new ArrayList<>();
    long from = seen;
    await(
        () -> {
          notes.clear();
          for (long number = from; number < TaskNotes.next(); number++) {
            TaskNotes.Note note = TaskNotes.get(number);
            if (note != null
                && note.pool() == pool
                && note.phase == phase
                && !note.className.equals(Hold.class.getName())) {
              notes.add(note);
            }
          }
          return notes.size() >= atLeast;
        });
    seen = notes.get(notes.size() - 1).number + 1;
    return notes;
  }

  private static String phase(TaskNotes.Note note) {
    return switch (note.phase) {
      case TaskNotes.COMPLETED -> "completed";
      case TaskNotes.FAILED -> "failed";
      case TaskNotes.REJECTED -> "rejected";
      case TaskNotes.CANCELLED -> "cancelled";
      case TaskNotes.STOPPED -> "stopped";
      case TaskNotes.RESIZED -> "resized";
      case TaskNotes.SHUTDOWN -> "shutdown";
      default -> "abandoned";
    };
  }

  private static String lambda(TaskNotes.Note note) {
    return note.className.startsWith(TasksMain.class.getName() + "$$Lambda")
        ? "lambda"
        : note.className;
  }

  private static String ids(TraceIds ids) {
    return ids == null ? "no trace" : ids.traceHigh + "/" + ids.traceLow + "/" + ids.span;
  }

  private static String submitter(long id) {
    return id == Thread.currentThread().getId() ? "main" : "thread " + id;
  }

  private static String worker(Thread thread, ThreadPoolExecutor pool) {
    return pool.getPoolSize() == 1 && thread.getName().startsWith("pool-") ? "worker" : "" + thread;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not in time");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void say(String name, String fact) {
    System.out.println(name + ": " + fact);
  }
}
