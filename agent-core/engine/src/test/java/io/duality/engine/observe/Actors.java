package io.duality.engine.observe;

import io.duality.boot.Slots;
import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ThreadSeen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Threads of a story: each is started, waits for what the story says, and is interrupted at last.
 */
final class Actors implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();

  /** What a thread of the story does. */
  interface Part {
    void play() throws Exception;
  }

  Thread start(String name, Part part) {
    Thread thread = new Thread(() -> play(part), name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    return thread;
  }

  private static void play(Part part) {
    try {
      part.play();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // how every story ends
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until the thread is in one of these states. */
  static void until(Thread thread, Thread.State... states) {
    until(() -> List.of(states).contains(thread.getState()), thread + " in " + List.of(states));
  }

  static void until(Callable<Boolean> condition, String what) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    try {
      while (!condition.call()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("not within 60 s: " + what);
        }
        Thread.onSpinWait();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static Look look(Looker looker) {
    return looker.look(Instant.now(), System.nanoTime(), false);
  }

  static OpenWait waitOf(Look look, Thread thread) {
    return only(look.waits(), w -> w.threadId() == thread.getId());
  }

  static Resource resourceOf(Look look, Thread waiting) {
    String key = waitOf(look, waiting).resourceKey();
    return only(look.resources(), r -> r.key().equals(key));
  }

  static ThreadSeen seen(Look look, Thread thread) {
    return only(look.threads(), t -> t.id() == thread.getId());
  }

  static List<Holding> holdings(Look look, Resource resource) {
    return look.holdings().stream().filter(h -> h.resourceKey().equals(resource.key())).toList();
  }

  private static <T> T only(List<T> all, Predicate<T> wanted) {
    List<T> found = all.stream().filter(wanted).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " found in " + all);
    }
    return found.get(0);
  }

  /** Ends all: who still waited would be seen in the next story. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      until(() -> !thread.isAlive(), thread + " to end");
    }
    Slots.sweep();
  }
}
