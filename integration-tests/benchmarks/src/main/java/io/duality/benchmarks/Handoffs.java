package io.duality.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Two threads that wait for each other, to be run on one processor, where every turn parks: prints
 * nanoseconds of CPU of both threads per round trip, the median of many short windows that visit
 * the kinds in turn.
 */
public final class Handoffs {
  private static final int WINDOWS = 25;
  private static final int WARM_UP = 8;
  private static final int TRIPS = 4_000;

  private Handoffs() {}

  /** What the two threads do; both sides are called by their own thread. */
  private interface Game {
    void serve(int trips) throws Exception;

    void answer(int trips) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Map<String, Game> games = new LinkedHashMap<>();
    games.put(
        "arrayBlockingQueue", queues(new ArrayBlockingQueue<>(1), new ArrayBlockingQueue<>(1)));
    games.put(
        "linkedBlockingQueue", queues(new LinkedBlockingQueue<>(1), new LinkedBlockingQueue<>(1)));
    games.put("synchronousQueue", queues(new SynchronousQueue<>(), new SynchronousQueue<>()));
    games.put("condition", new Conditions());
    games.put("futureTask", new FutureTasks());
    games.put("completableFuture", new CompletableFutures());
    games.put("monitor", new Monitors());
    games.put("park", new Parks());
    Map<String, double[]> nanos = new LinkedHashMap<>();
    games.keySet().forEach(name -> nanos.put(name, new double[WINDOWS]));
    for (int window = -WARM_UP; window < WINDOWS; window++) {
      for (Map.Entry<String, Game> game : games.entrySet()) {
        double cost = play(game.getValue());
        if (window >= 0) {
          nanos.get(game.getKey())[window] = cost;
        }
      }
    }
    nanos.forEach((name, costs) -> System.out.println(name + "=" + Spread.median(costs)));
    System.exit(0);
  }

  private static double play(Game game) throws Exception {
    long[] theirs = new long[1];
    Throwable[] failure = new Throwable[1];
    Thread other =
        new Thread(
            () -> {
              try {
                long begun = ThreadCpu.nanos();
                game.answer(TRIPS);
                theirs[0] = ThreadCpu.nanos() - begun;
              } catch (Throwable e) {
                failure[0] = e;
              }
            });
    other.start();
    long begun = ThreadCpu.nanos();
    game.serve(TRIPS);
    long ours = ThreadCpu.nanos() - begun;
    other.join();
    if (failure[0] != null) {
      throw new IllegalStateException("the other side failed", failure[0]);
    }
    return (double) (ours + theirs[0]) / TRIPS;
  }

  private static Game queues(BlockingQueue<Object> there, BlockingQueue<Object> back) {
    return new Game() {
      @Override
      public void serve(int trips) throws Exception {
        for (int i = 0; i < trips; i++) {
          there.put(this);
          back.take();
        }
      }

      @Override
      public void answer(int trips) throws Exception {
        for (int i = 0; i < trips; i++) {
          back.put(there.take());
        }
      }
    };
  }

  private static final class Conditions implements Game {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition turned = lock.newCondition();
    private boolean served;

    @Override
    public void serve(int trips) throws Exception {
      turn(trips, true);
    }

    @Override
    public void answer(int trips) throws Exception {
      turn(trips, false);
    }

    private void turn(int trips, boolean serves) throws InterruptedException {
      for (int i = 0; i < trips; i++) {
        lock.lock();
        try {
          while (served == serves) {
            turned.await();
          }
          served = serves;
          turned.signal();
        } finally {
          lock.unlock();
        }
      }
    }
  }

  private static final class Monitors implements Game {
    private boolean served;

    @Override
    public void serve(int trips) throws Exception {
      turn(trips, true);
    }

    @Override
    public void answer(int trips) throws Exception {
      turn(trips, false);
    }

    private synchronized void turn(int trips, boolean serves) throws InterruptedException {
      for (int i = 0; i < trips; i++) {
        while (served == serves) {
          wait();
        }
        served = serves;
        notifyAll();
      }
    }
  }

  /** What is handed over by a plain park, which no hook sees. */
  private abstract static class Handed<T> implements Game {
    private volatile Thread server;
    private volatile Thread worker;
    private volatile T task;

    abstract T make();

    abstract void await(T made) throws Exception;

    abstract void complete(T made);

    @Override
    public final void serve(int trips) throws Exception {
      server = Thread.currentThread();
      while (worker == null) {
        Thread.yield();
      }
      for (int i = 0; i < trips; i++) {
        T made = make();
        task = made;
        LockSupport.unpark(worker);
        await(made);
      }
      worker = null;
    }

    @Override
    public final void answer(int trips) {
      worker = Thread.currentThread();
      for (int i = 0; i < trips; i++) {
        while (task == null) {
          LockSupport.park();
        }
        T made = task;
        task = null;
        complete(made);
      }
    }

    final Thread server() {
      return server;
    }
  }

  private static final class FutureTasks extends Handed<FutureTask<Object>> {
    @Override
    FutureTask<Object> make() {
      return new FutureTask<>(() -> this);
    }

    @Override
    void await(FutureTask<Object> made) throws Exception {
      made.get();
    }

    @Override
    void complete(FutureTask<Object> made) {
      made.run();
    }
  }

  private static final class CompletableFutures extends Handed<CompletableFuture<Object>> {
    @Override
    CompletableFuture<Object> make() {
      return new CompletableFuture<>();
    }

    @Override
    void await(CompletableFuture<Object> made) throws Exception {
      made.get();
    }

    @Override
    void complete(CompletableFuture<Object> made) {
      made.complete(this);
    }
  }

  /** The control of controls: what two bare parks cost. */
  private static final class Parks extends Handed<boolean[]> {
    @Override
    boolean[] make() {
      return new boolean[1];
    }

    @Override
    void await(boolean[] made) {
      while (!done(made)) {
        LockSupport.park();
      }
    }

    private static synchronized boolean done(boolean[] made) {
      return made[0];
    }

    @Override
    void complete(boolean[] made) {
      set(made);
      LockSupport.unpark(server());
    }

    private static synchronized void set(boolean[] made) {
      Arrays.fill(made, true);
    }
  }
}
