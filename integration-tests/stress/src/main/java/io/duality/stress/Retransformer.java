package io.duality.stress;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Another agent, which transforms the classes that everybody waits in, and those of the
 * application, again and again: each time to what they were.
 */
public final class Retransformer {
  private static final long PAUSE_NANOS = 100_000_000;

  private static final List<String> TARGETS =
      List.of(
          "java.util.concurrent.locks.AbstractQueuedSynchronizer",
          "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject",
          "java.util.concurrent.locks.StampedLock",
          "java.util.concurrent.FutureTask",
          "java.util.concurrent.CompletableFuture",
          "java.util.concurrent.ArrayBlockingQueue",
          "java.util.concurrent.LinkedBlockingQueue",
          "java.util.concurrent.LinkedBlockingDeque",
          "java.util.concurrent.DelayQueue",
          "java.util.concurrent.PriorityBlockingQueue",
          "java.util.concurrent.CyclicBarrier",
          "java.util.concurrent.ThreadPoolExecutor");

  private Retransformer() {}

  /** Begins at once, on a thread of its own. */
  public static void premain(String unused, Instrumentation instrumentation) {
    instrumentation.addTransformer(new Copy(), true);
    Thread thread = new Thread(() -> run(instrumentation), "other-agent");
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(Instrumentation instrumentation) {
    for (int rounds = 1; true; rounds++) {
      for (Class<?> target : targets(instrumentation)) {
        try {
          instrumentation.retransformClasses(target);
        } catch (UnmodifiableClassException e) {
          throw new IllegalStateException(target + " is no target", e);
        }
      }
      if (rounds == 3) {
        System.out.println("RETRANSFORMED");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static List<Class<?>> targets(Instrumentation instrumentation) {
    List<Class<?>> found = new ArrayList<>();
    Class<?>[] all = instrumentation.getAllLoadedClasses();
    if (all == null) {
      return found; // the JVM is ending
    }
    for (Class<?> loaded : all) {
      String name = loaded.getName();
      boolean ofApplication =
          name.startsWith("io.duality.stress.") && !name.startsWith(Retransformer.class.getName());
      if ((ofApplication || TARGETS.contains(name)) && instrumentation.isModifiableClass(loaded)) {
        found.add(loaded);
      }
    }
    return found;
  }

  /** Says that it has changed a class, and gives the bytes that came. */
  private static final class Copy implements ClassFileTransformer {
    @Override
    public byte[] transform(
        ClassLoader loader,
        String name,
        Class<?> redefined,
        ProtectionDomain domain,
        byte[] bytes) {
      return redefined == null ? null : bytes.clone();
    }
  }
}
