package io.duality.engine.weave;

import io.duality.boot.Hooks;
import io.duality.boot.Names;
import io.duality.boot.Peek;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/** Keeps synchronizers of its own, and the JDK's in unusual places, and prints their names. */
public final class OwnLocksMain {
  private static final Object[] KEPT = new Object[64];
  private static int kept;

  private final StockLock stockLock = new StockLock();
  private final CopiedLock copiedLock = new CopiedLock(true);
  private final TurnMutex turnMutex = new TurnMutex();
  private final BooleanLatch startLatch = new BooleanLatch();
  private final OrderQueue orderQueue = new OrderQueue();
  private final OrderPool orderPool = new OrderPool();
  private final StampedLock stamped = new StampedLock();
  private final Lock stampedRead = stamped.asReadLock();
  private final ForkJoinPool everybodys = ForkJoinPool.commonPool();
  private ReentrantLock fromFactory;
  private ReentrantLock byReflection;
  private PadLock padLock;
  private Object injected;
  private volatile Object byHandle;

  private OwnLocksMain() {}

  static final class StockLock extends ReentrantLock {
    private static final long serialVersionUID = 1L;
  }

  /** Its name does not tell what it is. */
  static class Turnstile extends ReentrantLock {
    private static final long serialVersionUID = 1L;
  }

  static final class Gates {
    final Turnstile turnstile = new Turnstile();
  }

  /** Built as the JDK's own lock is. */
  static final class CopiedLock {
    private final Sync sync;

    abstract static class Sync extends AbstractQueuedSynchronizer {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean tryAcquire(int arg) {
        return compareAndSetState(0, 1);
      }
    }

    static final class FairSync extends Sync {
      private static final long serialVersionUID = 1L;
    }

    static final class NonfairSync extends Sync {
      private static final long serialVersionUID = 1L;
    }

    CopiedLock(boolean fair) {
      sync = fair ? new FairSync() : new NonfairSync();
    }
  }

  static final class TurnMutex {
    private final Turns turns = new Turns();

    private static final class Turns extends AbstractQueuedSynchronizer {
      private static final long serialVersionUID = 1L;
    }
  }

  static final class BooleanLatch extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1L;
  }

  static final class OrderQueue extends LinkedBlockingQueue<String> {
    private static final long serialVersionUID = 1L;
  }

  static final class OrderPool extends ThreadPoolExecutor {
    OrderPool() {
      super(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    }
  }

  /** Nothing that anybody waits for, whatever its name. */
  static final class PadLock {}

  interface Shared {
    Lock LOCK = new ReentrantLock();
  }

  private static ReentrantLock create() {
    return new ReentrantLock();
  }

  private static <T> T keep(T object) {
    KEPT[kept++] = object;
    return object;
  }

  private static void say(String what, Object object) {
    System.out.println(what + ": " + Names.nameOf(object));
  }

  private static Object in(Object owner, Class<?> type, String field) {
    return Peek.reference(owner, Peek.offset(type, field));
  }

  private static Object syncOf(Object lock) {
    return in(lock, ReentrantLock.class, "sync");
  }

  private static Object reflected() throws ReflectiveOperationException {
    ReentrantLock lock = ReentrantLock.class.getDeclaredConstructor().newInstance();
    return keep(lock);
  }

  private static Object deserialised() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ReentrantLock());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      ReentrantLock lock = (ReentrantLock) in.readObject();
      return keep(lock);
    }
  }

  private void injected() throws ReflectiveOperationException {
    OwnLocksMain.class.getDeclaredField("injected").set(this, new ReentrantLock());
  }

  private void byHandle() throws ReflectiveOperationException {
    VarHandle handle =
        MethodHandles.lookup().findVarHandle(OwnLocksMain.class, "byHandle", Object.class);
    handle.setVolatile(this, new ReentrantLock());
  }

  private static void elements() {
    ReentrantLock[] stripes = new ReentrantLock[3];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new ReentrantLock();
      say("element " + i, keep(stripes[i]));
    }
  }

  private static void factory() {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    say("factory", pool);
    pool.shutdown();
  }

  private static void hidden() throws Exception {
    String file = OwnLocksMain.Gates.class.getName().replace('.', '/') + ".class";
    try (InputStream in = OwnLocksMain.class.getClassLoader().getResourceAsStream(file)) {
      Class<?> hidden =
          MethodHandles.lookup().defineHiddenClass(in.readAllBytes(), true).lookupClass();
      Object gates = hidden.getDeclaredConstructor().newInstance();
      System.out.println("hidden class: " + (gates.getClass().isHidden() ? "works" : "is none"));
    }
  }

  public static void main(String[] args) throws Exception {
    OwnLocksMain first = keep(new OwnLocksMain());
    OwnLocksMain second = keep(new OwnLocksMain());
    say("subclass", first.stockLock);
    say("subclass inner", syncOf(first.stockLock));
    say("subclass of a second object", second.stockLock);
    say("copy", first.copiedLock);
    say("copy inner", first.copiedLock.sync);
    say("copy inner of a second object", second.copiedLock.sync);
    say("mutex inner", first.turnMutex.turns);
    Map<String, TurnMutex> mutexes = new HashMap<>();
    mutexes.put("north", new TurnMutex());
    say("mutex in a map", keep(mutexes.get("north")).turns);
    say("latch", first.startLatch);
    say("queue", first.orderQueue);
    say("queue inner", syncOf(in(first.orderQueue, LinkedBlockingQueue.class, "takeLock")));
    say("pool", first.orderPool);
    say("pool's queue", first.orderPool.getQueue());
    Supplier<Turnstile> reference = Turnstile::new;
    say("turnstile by reference", keep(reference.get()));
    Object made = Turnstile.class.getDeclaredConstructor().newInstance();
    say("turnstile by reflection", keep(made));
    say("turnstile in a class that is loaded later", keep(new Gates()).turnstile);
    say("by constructor", reflected());
    first.byReflection = ReentrantLock.class.getDeclaredConstructor().newInstance();
    say("by constructor into a field", first.byReflection);
    say("read", deserialised());
    first.injected();
    say("injected", first.injected);
    first.byHandle();
    say("by handle", first.byHandle);
    elements();
    factory();
    first.fromFactory = create();
    say("from factory", first.fromFactory);
    say("from factory inner", syncOf(first.fromFactory));
    say("common pool", first.everybodys);
    say("interface", Shared.LOCK);
    say("no lock", keep(new PadLock()));
    first.padLock = new PadLock();
    say("no lock in a telling field", first.padLock);
    say("stamped", first.stamped);
    say("stamped view", first.stampedRead);
    hidden();
    first.orderPool.shutdown();
    second.orderPool.shutdown();
    System.out.println("hook failures: " + Hooks.failures());
    TestAgent.weaver.states().forEach(state -> System.out.println(state.line()));
  }
}
