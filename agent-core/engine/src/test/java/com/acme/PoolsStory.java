package com.acme;

import io.duality.engine.library.Libraries;
import io.duality.engine.observe.LookSettings;
import io.duality.engine.observe.Looker;
import io.duality.engine.observe.ProbeAgent;
import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.PoolSeen;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import io.duality.model.TaskSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.config.NameRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Pools, queues and futures of every kind, under real hooks; prints what looks saw of them. */
public final class PoolsStory {
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final List<Future<?>> KEPT = new ArrayList<>();
  private static final AtomicInteger INSIDE = new AtomicInteger();
  private static final ExecutorService ORDERS = Executors.newFixedThreadPool(2, named("orders"));

  @SuppressWarnings("ErroneousThreadPoolConstructorChecker") // such pools exist
  private static final ThreadPoolExecutor GROWING =
      new ThreadPoolExecutor(1, 8, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());

  private static final ThreadPoolExecutor DIRECT =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.MINUTES,
          new SynchronousQueue<>(),
          new ThreadPoolExecutor.DiscardPolicy());
  private static final ScheduledThreadPoolExecutor CLOCK = new ScheduledThreadPoolExecutor(1);
  private static final ForkJoinPool FORKS = new ForkJoinPool(2);
  private static final ArrayBlockingQueue<String> ROWS = new ArrayBlockingQueue<>(2);
  private static final ArrayBlockingQueue<String> SPARE = new ArrayBlockingQueue<>(3);
  private static final LinkedBlockingQueue<String> MAIL = new LinkedBlockingQueue<>();
  private static final CyclicBarrier MEETING = new CyclicBarrier(2);

  private PoolsStory() {}

  private interface Part {
    void play() throws Exception;
  }

  /** Plays every situation; then prints the third look. */
  public static void main(String[] arguments) throws Exception {
    Looker looker =
        new Looker(
            ProbeAgent.CONTEXTS,
            new Libraries(),
            new LookSettings(0, 0, 32, 100, null, NameRules.NONE));
    looker.allowBeans();
    int virtual = Runtime.version().feature() >= 21 ? VirtualPools.open() : 0;
    fixed();
    idle();
    scheduled();
    forkJoin();
    futures();
    queues();
    List<Thread> waiters = waiters(virtual);
    until(() -> waiters.stream().allMatch(PoolsStory::waits), waiters::toString);
    looker.glance(System.nanoTime());
    looker.look(Instant.now(), System.nanoTime(), false);
    MAIL.add("second");
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    Look look = looker.look(Instant.now(), System.nanoTime(), false);
    Report.print(look);
    System.exit(0);
  }

  private static final List<Thread> STARTED = new ArrayList<>();

  private static List<Thread> waiters(int more) {
    until(() -> INSIDE.get() >= 7 + more, () -> INSIDE + " tasks begun");
    return STARTED;
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  /** Both workers wait inside their tasks; three tasks are queued, the last is waited for. */
  private static void fixed() {
    keep(ORDERS.submit(() -> "done"));
    block(ORDERS, 2);
    ORDERS.execute(new Letter());
    ORDERS.execute(new Letter());
    Future<String> price = ORDERS.submit(new Price());
    start("asks-price", price::get);
  }

  /** Two pools whose threads have the same names, both idle. */
  private static void idle() throws Exception {
    for (int i = 0; i < 2; i++) {
      Executors.newFixedThreadPool(1, named("twin")).submit(() -> "done").get();
    }
  }

  /** The one worker is busy, one task is due, one is not. */
  private static void scheduled() {
    block(CLOCK, 1);
    keep(CLOCK.schedule(() -> "due", 1, TimeUnit.MILLISECONDS));
    keep(CLOCK.schedule(() -> "tomorrow", 1, TimeUnit.DAYS));
  }

  private static void forkJoin() {
    block(FORKS, 2);
    keep(FORKS.submit(new Sum()));
    Future<Integer> sum = FORKS.submit(new Sum());
    start("asks-sum", sum::get);
    CompletableFuture<String> running =
        CompletableFuture.supplyAsync(
            () -> {
              inside();
              await();
              return "slow";
            },
            GROWING);
    until(() -> GROWING.getActiveCount() == 1, GROWING::toString);
    GROWING.execute(new Letter());
    start("asks-running", running.thenApply(String::trim)::get);
  }

  private static void futures() throws Exception {
    CompletableFuture<String> queued = CompletableFuture.supplyAsync(() -> "a", ORDERS);
    CompletableFuture<String> after =
        queued.thenApply(a -> a + "b").thenCombine(new CompletableFuture<>(), String::concat);
    start("asks-after", after::get);
    CompletableFuture<Void> all = CompletableFuture.allOf(queued, new CompletableFuture<>());
    start("asks-all", all::join);
    start("asks-nobody", new CompletableFuture<String>()::get);
    block(DIRECT, 1);
    until(() -> DIRECT.getActiveCount() == 1, () -> "busy " + DIRECT);
    Future<String> dropped = DIRECT.submit(() -> "dropped");
    start("asks-dropped", dropped::get);
  }

  /** A consumer that took, and now waits for something else; and who met before at a barrier. */
  private static void queues() throws Exception {
    Thread consumer =
        start(
            "uploader",
            () -> {
              ROWS.take();
              MEETING.await();
              NEVER.await();
            });
    until(() -> waits(consumer), () -> "waits " + consumer);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    ROWS.put("first");
    until(() -> MEETING.getNumberWaiting() == 1 && waits(consumer), () -> "meets " + consumer);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    MEETING.await();
    ROWS.put("second");
    ROWS.put("third");
    start("exporter", () -> ROWS.put("fourth"));
    start("early", MEETING::await);
    SPARE.add("wheel");
    MAIL.add("first");
  }

  private static void block(Executor pool, int times) {
    for (int i = 0; i < times; i++) {
      pool.execute(
          () -> {
            INSIDE.incrementAndGet();
            await();
          });
    }
  }

  static void inside() {
    INSIDE.incrementAndGet();
  }

  static void await() {
    try {
      NEVER.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Letter implements Runnable {
    @Override
    public void run() {}
  }

  private static final class Price implements java.util.concurrent.Callable<String> {
    @Override
    public String call() {
      return "1";
    }
  }

  private static final class Sum extends RecursiveTask<Integer> {
    private static final long serialVersionUID = 1;

    @Override
    protected Integer compute() {
      return 1;
    }
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + '-' + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static Thread start(String name, Part part) {
    Thread thread =
        new Thread(
            () -> {
              try {
                part.play();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    STARTED.add(thread);
    return thread;
  }

  static void until(BooleanSupplier condition, java.util.function.Supplier<String> what) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 60 s: " + what.get());
      }
      Thread.onSpinWait();
    }
  }

  /** Nobody asks what came of it. */
  private static void keep(Future<?> future) {
    KEPT.add(future);
  }

  /** One line for each fact. */
  static final class Report {
    private final Map<Long, String> threads;
    private final Map<String, Resource> resources;

    private Report(Look look) {
      threads =
          look.threads().stream().collect(Collectors.toMap(ThreadSeen::id, ThreadSeen::label));
      resources = look.resources().stream().collect(Collectors.toMap(Resource::key, r -> r));
    }

    static void print(Look look) {
      Report report = new Report(look);
      look.pools().forEach(report::pool);
      look.queues().forEach(report::queue);
      look.waits()
          .forEach(
              wait ->
                  System.out.println(
                      report.threads.get(wait.threadId())
                          + ": "
                          + wait.op()
                          + " "
                          + report.name(wait.resourceKey())));
      look.holdings().forEach(report::holding);
      look.unknown().forEach(System.out::println);
    }

    private String name(String key) {
      return key == null ? "no queue" : resources.get(key).name();
    }

    private void pool(PoolSeen pool) {
      String name = name(pool.resourceKey());
      System.out.println(
          name
              + ": "
              + pool.library()
              + ", "
              + pool.workers().size()
              + " of "
              + pool.limit()
              + " workers, "
              + pool.busy()
              + " busy, "
              + pool.blocked()
              + " blocked, "
              + pool.depth()
              + " wait in "
              + name(pool.queueKey())
              + ' '
              + pool.queueClass()
              + (pool.capacity() == PoolSeen.UNBOUNDED ? " unbounded" : " of " + pool.capacity())
              + (pool.headAgeNanos() > 0 ? " aged" : " fresh")
              + ", "
              + pool.phase());
      System.out.println(
          name
              + ": completed "
              + pool.counters().completed()
              + " started "
              + pool.counters().started()
              + " submitted "
              + pool.counters().submitted());
      for (TaskSeen task : pool.tasks()) {
        System.out.println(
            name
                + ": task "
                + task.className()
                + " at "
                + task.position()
                + " of "
                + name(task.futureKey() == null ? pool.resourceKey() : task.futureKey()));
      }
    }

    private void queue(QueueSeen queue) {
      System.out.println(
          name(queue.resourceKey())
              + ": holds "
              + queue.depth()
              + " of "
              + (queue.capacity() == PoolSeen.UNBOUNDED ? "any" : queue.capacity())
              + ", most "
              + queue.highWater()
              + ", head "
              + (queue.headAgeNanos() > 0 ? "aged" : queue.headAgeNanos())
              + ", taken by "
              + hand(queue.lastTake())
              + ", put by "
              + hand(queue.lastPut()));
    }

    private static String hand(QueueSeen.Hand hand) {
      return hand == null ? "nobody seen" : hand.threadName();
    }

    private void holding(Holding holding) {
      System.out.println(
          name(holding.resourceKey())
              + ": "
              + holding.relation().label()
              + ' '
              + threads.get(holding.threadId())
              + " as "
              + holding.as()
              + " by "
              + holding.by().label()
              + (holding.at() == null ? "" : " at " + holding.at()));
    }
  }
}
