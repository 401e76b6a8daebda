package io.duality.stress;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads: virtual ones where the JDK has them. */
final class Threads {
  private static final boolean VIRTUAL = Runtime.version().feature() >= 21;

  private Threads() {}

  static boolean haveVirtual() {
    return VIRTUAL;
  }

  static Thread platform(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, 0);
    thread.setDaemon(true);
    return thread;
  }

  /** A virtual thread; only where {@link #haveVirtual}. */
  static Thread virtual(String name, Runnable work) {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      type.getMethod("name", String.class).invoke(builder, name);
      Method unstarted = type.getMethod("unstarted", Runnable.class);
      return (Thread) unstarted.invoke(builder, work);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no virtual thread on " + Runtime.version(), e);
    }
  }

  /** Every second thread is a virtual one, where there are any. */
  static Thread mixed(int index, String name, Runnable work) {
    return VIRTUAL && index % 2 == 1 ? virtual(name, work) : platform(name, work);
  }

  static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return work -> platform(prefix + '-' + count.incrementAndGet(), work);
  }

  /** A virtual thread for each task, or a platform thread for each where there are none. */
  static ExecutorService perTask(String prefix) {
    if (!VIRTUAL) {
      return Executors.newCachedThreadPool(named(prefix));
    }
    AtomicInteger count = new AtomicInteger();
    ThreadFactory factory = work -> virtual(prefix + '-' + count.incrementAndGet(), work);
    try {
      Method make = Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class);
      return (ExecutorService) make.invoke(null, factory);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no executor of virtual threads", e);
    }
  }
}
