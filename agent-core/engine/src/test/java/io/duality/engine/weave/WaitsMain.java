package io.duality.engine.weave;

import io.duality.boot.EndedWaits;
import io.duality.boot.Hooks;
import io.duality.boot.Op;
import io.duality.boot.OpenSlot;
import io.duality.boot.Slots;
import io.duality.boot.Thrown;
import io.duality.boot.ThrownParts;
import java.util.Date;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Waits once in every way that is woven, and prints what the slot and the ring said of it. */
@SuppressWarnings({"WaitNotInLoop", "JavaUtilDate"}) // one wait each, and each kind of it
public final class WaitsMain {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static boolean virtual;

  private interface Step {
    void run() throws Exception;
  }

  private WaitsMain() {}

  public static void main(String[] args) throws Exception {
    TestAgent.weaver.awaitSelfTests(PATIENCE_NANOS);
    TestAgent.weaver.states().forEach(state -> System.out.println(state.line()));
    all();
    if (Runtime.version().feature() >= 21) {
      virtual = true;
      all();
    }
    uncaught();
    System.out.println("hook failures " + Hooks.failures());
    System.out.println("done");
  }

  /** A thread that ends of what it throws; its handler is asked as ever. */
  private static void uncaught() throws Exception {
    Thrown.drain(entry());
    StackOverflowError deep = new StackOverflowError("secret");
    deep.initCause(new IllegalStateException());
    Thread dies =
        new Thread(
            () -> {
              throw deep;
            },
            "dies");
    dies.setUncaughtExceptionHandler(
        (thread, thrown) -> System.out.println("handler of " + thread.getName() + " " + thrown));
    dies.start();
    dies.join();
    Thrown.drain(entry());
  }

  private static Thrown.Reader entry() {
    return new Thrown.Reader() {
      @Override
      public void take(Thrown.Entry entry) {
        if (!entry.threadName.equals("dies")) {
          return; // the self-test's
        }
        StackTraceElement[] frames = ThrownParts.frames(entry.thrown);
        System.out.println(
            "uncaught in "
                + entry.threadName
                + ": "
                + entry.thrown.getClass().getName()
                + " at "
                + (frames.length == 0 ? "nowhere" : frames[0].getMethodName())
                + " of "
                + ThrownParts.causes(entry.thrown));
      }
    };
  }

  private static void all() throws Exception {
    locks();
    conditions();
    shared();
    queues();
    futures();
    transfers();
    meetings();
    tasks();
    threads();
  }

  private static void locks() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    hold(lock);
    story("ReentrantLock.lock", lock::lock, lock::unlock);
    ReentrantLock second = new ReentrantLock(true);
    hold(second);
    story("ReentrantLock.tryLock", () -> second.tryLock(1, TimeUnit.HOURS), second::unlock);
    ReentrantLock third = new ReentrantLock();
    hold(third);
    story("ReentrantLock.tryLock short", () -> third.tryLock(50, TimeUnit.MILLISECONDS), null);
    interrupted("ReentrantLock.lockInterruptibly", third::lockInterruptibly);
    ReentrantReadWriteLock readWrite = new ReentrantReadWriteLock();
    hold(readWrite.writeLock());
    story("ReadLock.lock", readWrite.readLock()::lock, readWrite.writeLock()::unlock);
    ReentrantReadWriteLock held = new ReentrantReadWriteLock();
    hold(held.readLock());
    story("WriteLock.lock", held.writeLock()::lock, held.readLock()::unlock);
    StampedLock stamped = new StampedLock();
    long stamp = stamped.writeLock();
    story("StampedLock.readLock", stamped::readLock, () -> stamped.unlockWrite(stamp));
    StampedLock other = new StampedLock();
    long otherStamp = other.readLock();
    story("StampedLock.writeLock", other::writeLock, () -> other.unlockRead(otherStamp));
  }

  /** Held until the story's release. */
  private static void hold(Lock lock) {
    if (!lock.tryLock()) {
      throw new IllegalStateException(lock + " is not free");
    }
  }

  private static void conditions() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    Condition condition = lock.newCondition();
    Step signal =
        () -> {
          lock.lock();
          try {
            condition.signalAll();
          } finally {
            lock.unlock();
          }
        };
    story("Condition.await", locked(lock, condition::await), signal);
    story("Condition.awaitNanos", locked(lock, () -> condition.awaitNanos(1L << 50)), signal);
    story("Condition.await timed", locked(lock, () -> condition.await(1, TimeUnit.DAYS)), signal);
    story(
        "Condition.awaitUntil",
        locked(lock, () -> condition.awaitUntil(new Date(System.currentTimeMillis() + 1000000))),
        signal);
    story("Condition.awaitUninterruptibly", locked(lock, condition::awaitUninterruptibly), signal);
    story("Condition.awaitNanos short", locked(lock, () -> condition.awaitNanos(50_000_000)), null);
    interrupted("Condition.await interrupted", locked(lock, condition::await));
  }

  private static Step locked(ReentrantLock lock, Step step) {
    return () -> {
      lock.lock();
      try {
        step.run();
      } finally {
        lock.unlock();
      }
    };
  }

  private static void shared() throws Exception {
    Semaphore semaphore = new Semaphore(0);
    story("Semaphore.acquire", semaphore::acquire, semaphore::release);
    CountDownLatch latch = new CountDownLatch(1);
    story("CountDownLatch.await", latch::await, latch::countDown);
    CyclicBarrier barrier = new CyclicBarrier(2);
    story("CyclicBarrier.await", barrier::await, barrier::await);
  }

  private static void queues() throws Exception {
    queue("ArrayBlockingQueue", new ArrayBlockingQueue<>(1), true);
    queue("LinkedBlockingQueue", new LinkedBlockingQueue<>(1), true);
    queue("LinkedBlockingDeque", new LinkedBlockingDeque<>(1), true);
    queue("PriorityBlockingQueue", new PriorityBlockingQueue<>(), false);
    DelayQueue<Delayed> delays = new DelayQueue<>();
    story("DelayQueue.take", delays::take, () -> delays.add(new Now()));
    ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    BlockingQueue<Runnable> tasks = scheduler.getQueue();
    interrupted("DelayedWorkQueue.take", tasks::take);
    scheduler.shutdownNow();
  }

  private static void queue(String name, BlockingQueue<Integer> queue, boolean bounded)
      throws Exception {
    story(name + ".take", queue::take, () -> queue.put(1));
    story(name + ".poll", () -> queue.poll(1, TimeUnit.HOURS), () -> queue.put(1));
    story(name + ".poll short", () -> queue.poll(50, TimeUnit.MILLISECONDS), null);
    if (bounded) {
      queue.put(1);
      story(name + ".put", () -> queue.put(2), queue::take);
      story(name + ".offer", () -> queue.offer(3, 1, TimeUnit.HOURS), queue::take);
    }
  }

  private static void futures() throws Exception {
    FutureTask<Integer> task = new FutureTask<>(() -> 1);
    story("FutureTask.get", task::get, task::run);
    FutureTask<Integer> timed = new FutureTask<>(() -> 1);
    story("FutureTask.get timed", () -> timed.get(1, TimeUnit.HOURS), timed::run);
    FutureTask<Integer> never = new FutureTask<>(() -> 1);
    story("FutureTask.get short", () -> never.get(50, TimeUnit.MILLISECONDS), null);
    CompletableFuture<Integer> future = new CompletableFuture<>();
    story("CompletableFuture.get", future::get, () -> future.complete(1));
    CompletableFuture<Integer> joined = new CompletableFuture<>();
    story("CompletableFuture.join", joined::join, () -> joined.complete(1));
    CompletableFuture<Integer> late = new CompletableFuture<>();
    story("CompletableFuture.get timed", () -> late.get(1, TimeUnit.HOURS), () -> late.complete(1));
    CompletableFuture<Integer> tooLate = new CompletableFuture<>();
    story("CompletableFuture.get short", () -> tooLate.get(50, TimeUnit.MILLISECONDS), null);
    interrupted("CompletableFuture.get interrupted", () -> new CompletableFuture<Integer>().get());
  }

  private static void transfers() throws Exception {
    transfer("SynchronousQueue", new SynchronousQueue<>());
    transfer("fair SynchronousQueue", new SynchronousQueue<>(true));
    LinkedTransferQueue<Integer> queue = new LinkedTransferQueue<>();
    story("LinkedTransferQueue.take", queue::take, () -> queue.put(1));
    story("LinkedTransferQueue.poll", () -> queue.poll(1, TimeUnit.HOURS), () -> queue.put(1));
    story("LinkedTransferQueue.poll short", () -> queue.poll(50, TimeUnit.MILLISECONDS), null);
    interrupted("LinkedTransferQueue.take interrupted", queue::take);
    story("LinkedTransferQueue.transfer", () -> queue.transfer(1), queue::take);
    story(
        "LinkedTransferQueue.transfer short",
        () -> queue.tryTransfer(1, 50, TimeUnit.MILLISECONDS),
        null);
    interrupted("LinkedTransferQueue.transfer interrupted", () -> queue.transfer(1));
    LinkedBlockingDeque<Integer> deque = new LinkedBlockingDeque<>(1);
    story("Deque.takeLast", deque::takeLast, () -> deque.put(1));
    story("Deque.pollLast", () -> deque.pollLast(1, TimeUnit.HOURS), () -> deque.put(1));
    interrupted("Deque.takeFirst interrupted", deque::takeFirst);
    deque.put(1);
    story("Deque.putFirst", () -> deque.putFirst(1), deque::take);
    story("Deque.offerFirst", () -> deque.offerFirst(1, 1, TimeUnit.HOURS), deque::take);
    interrupted("Deque.putLast interrupted", () -> deque.putLast(1));
    LinkedBlockingQueue<Integer> full = new LinkedBlockingQueue<>(1);
    full.put(1);
    interrupted("LinkedBlockingQueue.put interrupted", () -> full.put(1));
    story("LinkedBlockingQueue.offer short", () -> full.offer(1, 50, TimeUnit.MILLISECONDS), null);
  }

  private static void transfer(String name, SynchronousQueue<Integer> queue) throws Exception {
    story(name + ".take", queue::take, () -> queue.put(1));
    story(name + ".poll", () -> queue.poll(1, TimeUnit.HOURS), () -> queue.put(1));
    story(name + ".poll short", () -> queue.poll(50, TimeUnit.MILLISECONDS), null);
    interrupted(name + ".take interrupted", queue::take);
    story(name + ".put", () -> queue.put(1), queue::take);
    story(name + ".offer", () -> queue.offer(1, 1, TimeUnit.HOURS), queue::take);
    story(name + ".offer short", () -> queue.offer(1, 50, TimeUnit.MILLISECONDS), null);
    interrupted(name + ".put interrupted", () -> queue.put(1));
    interrupted(name + ".offer interrupted", () -> queue.offer(1, 1, TimeUnit.HOURS));
  }

  private static void meetings() throws Exception {
    Phaser phaser = new Phaser(1);
    story("Phaser.awaitAdvance", () -> phaser.awaitAdvance(phaser.getPhase()), phaser::arrive);
    Phaser two = new Phaser(2);
    story("Phaser.arriveAndAwaitAdvance", two::arriveAndAwaitAdvance, two::arrive);
    Step timed = () -> phaser.awaitAdvanceInterruptibly(phaser.getPhase(), 1, TimeUnit.HOURS);
    story("Phaser.await timed", timed, phaser::arrive);
    interrupted("Phaser.await interrupted", timed);
    story(
        "Phaser.await short",
        () -> phaser.awaitAdvanceInterruptibly(phaser.getPhase(), 50, TimeUnit.MILLISECONDS),
        null);
    Exchanger<Integer> exchanger = new Exchanger<>();
    Step exchange = () -> exchanger.exchange(1);
    story("Exchanger.exchange", exchange, exchange);
    interrupted("Exchanger.exchange interrupted", exchange);
    story("Exchanger.exchange timed", () -> exchanger.exchange(1, 1, TimeUnit.HOURS), exchange);
    story(
        "Exchanger.exchange short",
        () -> exchanger.exchange(null, 50, TimeUnit.MILLISECONDS),
        null);
  }

  private static void tasks() throws Exception {
    ForkJoinTask<?> task = ForkJoinTask.adapt(() -> {});
    story("ForkJoinTask.join", task::join, () -> task.complete(null));
    ForkJoinTask<?> got = ForkJoinTask.adapt(() -> {});
    story("ForkJoinTask.get", got::get, () -> got.complete(null));
    ForkJoinTask<?> timed = ForkJoinTask.adapt(() -> {});
    story("ForkJoinTask.get timed", () -> timed.get(1, TimeUnit.HOURS), () -> timed.complete(null));
    ForkJoinTask<?> never = ForkJoinTask.adapt(() -> {});
    story("ForkJoinTask.get short", () -> never.get(50, TimeUnit.MILLISECONDS), null);
    interrupted("ForkJoinTask.get interrupted", never::get);
    ForkJoinTask<?> failed = ForkJoinTask.adapt(() -> {});
    story(
        "ForkJoinTask.join failed",
        () -> {
          try {
            failed.join();
          } catch (IllegalStateException expected) {
            return;
          }
          throw new AssertionError("it did not fail");
        },
        () -> failed.completeExceptionally(new IllegalStateException()));
  }

  @SuppressWarnings("ThreadJoinLoop") // the wait itself is the story
  private static void threads() throws Exception {
    Thread endless = new Thread(LockSupport::park, "endless");
    endless.start();
    story("Thread.join short", () -> endless.join(50), null);
    interrupted("Thread.join interrupted", endless::join);
    story("Thread.join", endless::join, () -> LockSupport.unpark(endless));
    if (Runtime.version().feature() >= 21) {
      Thread virtual = startVirtual(LockSupport::park);
      story("VirtualThread.join short", () -> virtual.join(50), null);
      interrupted("VirtualThread.join interrupted", virtual::join);
      story("VirtualThread.join", virtual::join, () -> LockSupport.unpark(virtual));
      story("Thread.sleep", () -> Thread.sleep(50), null);
      interrupted("Thread.sleep interrupted", () -> Thread.sleep(1_000_000));
    }
  }

  private static final class Now implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }

  private static void interrupted(String name, Step wait) throws Exception {
    tell(name, wait, null, true);
  }

  private static void story(String name, Step wait, Step release) throws Exception {
    tell(name, wait, release, false);
  }

  /**
   * On a busy machine a short wait may end before it parks, before anybody looks, or so soon after
   * that it is too short to be remembered: again.
   */
  private static void tell(String name, Step wait, Step release, boolean interrupt)
      throws Exception {
    String told = once(name, wait, release, interrupt);
    boolean isShort = release == null && !interrupt;
    for (int more = 0; more < 9 && isShort && missed(told); more++) {
      told = once(name, wait, null, false);
    }
    System.out.println(told);
  }

  private static boolean missed(String told) {
    return told.contains("unseen") || told.contains("not remembered");
  }

  private static String once(String name, Step wait, Step release, boolean interrupt)
      throws Exception {
    Runnable body =
        () -> {
          try {
            wait.run();
          } catch (Exception expected) {
            assert expected instanceof InterruptedException
                    || expected instanceof java.util.concurrent.TimeoutException
                : expected;
          }
        };
    Thread thread = virtual ? startVirtual(body) : new Thread(body, "waiter");
    if (!virtual) {
      thread.start();
    }
    OpenSlot slot = new OpenSlot();
    String seen = "unseen";
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < deadline && thread.isAlive()) {
      if (Slots.read(thread, slot)) {
        seen =
            op(slot.op)
                + (slot.holder == null ? "" : " held by " + slot.holder.getName())
                + (slot.heldByReaders ? " as reader" : "")
                + (slot.queue == null ? "" : " of " + slot.queue.getClass().getSimpleName())
                + (slot.timeoutNanos == 0 ? "" : " timed")
                + (slot.interruptible ? " interruptible" : "");
        break;
      }
      Thread.onSpinWait();
    }
    long since = slot.sinceNanos;
    while (System.nanoTime() - since < 2 * Hooks.recordNanos) {
      Thread.onSpinWait(); // until it is long enough to be remembered
    }
    if (interrupt) {
      thread.interrupt();
    } else if (release != null) {
      release.run();
    }
    thread.join();
    boolean closed = !Slots.read(thread, slot);
    return (virtual ? "virtual " : "")
        + name
        + ": "
        + seen
        + ", "
        + (closed ? "closed" : "STILL OPEN")
        + ", "
        + ended(thread);
  }

  private static Thread startVirtual(Runnable body) throws Exception {
    return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body);
  }

  private static String ended(Thread thread) {
    for (long number = EndedWaits.next() - 1; number >= 0; number--) {
      EndedWaits.Ended ended = EndedWaits.get(number);
      if (ended != null && ended.threadId == thread.getId()) {
        return "outcome " + ended.outcome;
      }
    }
    return "not remembered";
  }

  private static String op(int op) {
    return switch (op) {
      case Op.ACQUIRE -> "acquire";
      case Op.ACQUIRE_SHARED -> "acquire-shared";
      case Op.AWAIT -> "await";
      case Op.PUT -> "put";
      case Op.TAKE -> "take";
      case Op.GET -> "get";
      case Op.ADVANCE -> "advance";
      case Op.JOIN -> "join";
      case Op.SLEEP -> "sleep";
      case Op.TRANSFER -> "transfer";
      case Op.EXCHANGE -> "exchange";
      default -> "op " + op;
    };
  }
}
