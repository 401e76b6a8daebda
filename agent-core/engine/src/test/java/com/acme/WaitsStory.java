package com.acme;

import io.duality.boot.OpenSlot;
import io.duality.boot.Slots;
import io.duality.engine.library.Libraries;
import io.duality.engine.observe.LookSettings;
import io.duality.engine.observe.Looker;
import io.duality.engine.observe.ProbeAgent;
import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ThreadSeen;
import io.duality.model.config.NameRules;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One thread for each kind of wait, under real hooks; prints what two looks saw. */
@SuppressWarnings({"WaitNotInLoop", "LockNotBeforeTry"}) // these waits are to last
public final class WaitsStory {
  private static final ReentrantLock STOCK = new ReentrantLock();
  private static final ReentrantLock MAIL = new ReentrantLock();
  private static final Condition ARRIVED = MAIL.newCondition();
  private static final ArrayBlockingQueue<String> ROWS = new ArrayBlockingQueue<>(1);
  private static final ArrayBlockingQueue<String> JOBS = new ArrayBlockingQueue<>(7);
  private static final Semaphore PERMITS = new Semaphore(0);
  private static final CountDownLatch READY = new CountDownLatch(2);
  private static final CyclicBarrier MEETING = new CyclicBarrier(3);
  private static final FutureTask<String> PRICE = new FutureTask<>(() -> "1");
  private static final SynchronousQueue<String> DESK = new SynchronousQueue<>();
  private static final SynchronousQueue<String> COUNTER = new SynchronousQueue<>(true);
  private static final LinkedTransferQueue<String> FEED = new LinkedTransferQueue<>();
  private static final Exchanger<String> SWAP = new Exchanger<>();
  private static final Exchanger<String> SECOND_SWAP = new Exchanger<>();
  private static final Phaser PHASES = new Phaser(3);
  private static final ForkJoinTask<?> SUM = ForkJoinTask.adapt(() -> {});
  private static final Thread ENDLESS = new Thread(LockSupport::park, "endless");
  private static final Object FORWARD = new Object();
  private static final Object BACKWARD = new Object();

  private WaitsStory() {}

  private interface Part {
    void play() throws Exception;
  }

  /** Plays every part on platform threads, and on virtual ones where there are any. */
  public static void main(String[] arguments) throws Exception {
    STOCK.lock();
    ROWS.put("full");
    FEED.put("old news");
    PHASES.arrive();
    daemon(ENDLESS).start();
    boolean virtual = Runtime.version().feature() >= 21;
    String[] kinds = virtual ? new String[] {"platform", "virtual"} : new String[] {"platform"};
    int slots = 0;
    for (String kind : kinds) {
      start(kind, "lock", STOCK::lock);
      start(kind, "condition", WaitsStory::awaitMail);
      start(kind, "put", () -> ROWS.put("more"));
      start(kind, "take", JOBS::take);
      start(kind, "permit", PERMITS::acquire);
      start(kind, "latch", READY::await);
      start(kind, "barrier", MEETING::await);
      start(kind, "future", PRICE::get);
      handOver(kind);
      start(kind, "phase", () -> PHASES.awaitAdvance(PHASES.getPhase()));
      start(kind, "task", () -> SUM.join());
      start(kind, "end", ENDLESS::join);
      boolean slept = virtual; // before 21 a sleep is native, and only sampled
      start(kind, "sleep", () -> Thread.sleep(1_000_000));
      slots += slept ? 16 : 15;
      awaitSlots(slots);
      if (!slept) {
        awaitAsleep("platform-sleep");
      }
    }
    pool();
    awaitSlots(slots + 1);
    if (virtual) {
      cycle();
    }
    Looker looker =
        new Looker(
            ProbeAgent.CONTEXTS,
            new Libraries(),
            new LookSettings(0, 0, 32, 1_000, Files.createTempDirectory("look"), NameRules.NONE));
    looker.allowBeans();
    if (virtual) {
      awaitBlocked(looker, 3);
    }
    looker.look(Instant.now(), System.nanoTime(), true);
    print(looker.look(Instant.now(), System.nanoTime(), true));
    System.exit(0);
  }

  /** Where one thread waits for another one, each kind of thread has its own. */
  private static void handOver(String kind) throws Exception {
    boolean virtual = kind.equals("virtual");
    start(kind, "give", () -> DESK.put("letter"));
    start(kind, "get", COUNTER::take);
    start(kind, "transfer", () -> FEED.transfer("news"));
    Exchanger<String> swap = virtual ? SECOND_SWAP : SWAP;
    start(kind, "swap", () -> swap.exchange("one"));
  }

  private static void awaitMail() throws InterruptedException {
    MAIL.lock();
    ARRIVED.await();
  }

  /** A pool of one whose worker waits for a task that only this pool could run. */
  private static void pool() {
    ExecutorService pool =
        Executors.newFixedThreadPool(1, task -> daemon(new Thread(task, "orders-worker-1")));
    var unused = pool.submit(() -> pool.submit(() -> "inner").get());
  }

  /** Two virtual threads in each other's way, and a platform thread behind one of them. */
  private static void cycle() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    virtual(
        "v-forward",
        () -> {
          synchronized (FORWARD) {
            both.countDown();
            both.await();
            synchronized (BACKWARD) {
              LockSupport.park();
            }
          }
        });
    virtual(
        "v-backward",
        () -> {
          synchronized (BACKWARD) {
            both.countDown();
            both.await();
            synchronized (FORWARD) {
              LockSupport.park();
            }
          }
        });
    both.await();
    start(
        "platform",
        "behind",
        () -> {
          synchronized (FORWARD) {
            LockSupport.park();
          }
        });
  }

  private static void awaitSlots(int wanted) {
    until(() -> open().size() >= wanted, () -> wanted + " open waits, but " + open());
  }

  /** Nothing is in a slot then: its state alone says that it has come so far. */
  private static void awaitAsleep(String name) {
    Thread[] all = new Thread[Thread.activeCount() + 10];
    until(
        () -> {
          int count = Thread.enumerate(all);
          for (int i = 0; i < count; i++) {
            if (all[i].getName().equals(name)) {
              return all[i].getState() == Thread.State.TIMED_WAITING;
            }
          }
          return false;
        },
        () -> name + " to be asleep");
  }

  /** Who of the story has an open wait; threads of the JDK may have some of their own. */
  private static List<String> open() {
    OpenSlot slot = new OpenSlot();
    List<String> open = new ArrayList<>();
    for (int i = 0; i < Slots.capacity(); i++) {
      if (Slots.read(i, slot) && slot.thread.getName().matches("(platform|virtual|orders)-.*")) {
        open.add(slot.thread.getName());
      }
    }
    return open;
  }

  private static void awaitBlocked(Looker looker, int wanted) {
    until(
        () ->
            looker.look(Instant.now(), System.nanoTime(), true).waits().stream()
                    .filter(wait -> wait.op().equals("enter"))
                    .count()
                >= wanted,
        () -> wanted + " blocked threads");
  }

  private static void until(BooleanSupplier condition, Supplier<String> what) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 60 s: " + what.get());
      }
      Thread.onSpinWait();
    }
  }

  private static void start(String kind, String part, Part play) throws Exception {
    if (kind.equals("virtual")) {
      virtual("virtual-" + part, play);
    } else {
      daemon(new Thread(() -> run(play), "platform-" + part)).start();
    }
  }

  private static Thread daemon(Thread thread) {
    thread.setDaemon(true);
    return thread;
  }

  private static void virtual(String name, Part play) throws Exception {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> type = Class.forName("java.lang.Thread$Builder");
    type.getMethod("name", String.class).invoke(builder, name);
    type.getMethod("start", Runnable.class).invoke(builder, (Runnable) () -> run(play));
  }

  private static void run(Part play) {
    try {
      play.play();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void print(Look look) {
    Map<Long, String> names =
        look.threads().stream().collect(Collectors.toMap(ThreadSeen::id, ThreadSeen::label));
    Map<String, Resource> resources =
        look.resources().stream().collect(Collectors.toMap(Resource::key, r -> r));
    for (OpenWait wait : look.waits()) {
      Resource resource = resources.get(wait.resourceKey());
      System.out.println(
          names.get(wait.threadId())
              + ": "
              + wait.op()
              + " "
              + resource.kind().label()
              + " "
              + resource.name()
              + " "
              + resource.depth()
              + "/"
              + resource.limit()
              + " by "
              + wait.by().label());
    }
    for (Holding holding : look.holdings()) {
      System.out.println(
          resources.get(holding.resourceKey()).name()
              + ": "
              + holding.relation().label()
              + " "
              + names.get(holding.threadId())
              + " by "
              + holding.by().label());
    }
    look.unknown().forEach(System.out::println);
  }
}
