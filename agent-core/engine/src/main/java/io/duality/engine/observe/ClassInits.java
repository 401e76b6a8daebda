package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.boot.TraceIds;
import io.duality.engine.context.Contexts;
import io.duality.model.Holding.Relation;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.SeenBy;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.JMException;

/**
 * Waits for another thread to initialise a class. The JVM calls such a thread runnable and names no
 * lock; only its thread print says what it waits for. So a print is taken only when a runnable
 * thread has used no CPU time for seconds, stands in no native method that waits by itself, and was
 * not asked about before; and seldom. What it told holds until the thread uses CPU time.
 */
final class ClassInits {
  private static final int MOST_ASKED = 64;
  private static final int MOST_PRINTED = 4_000;
  private static final long ASK_NANOS = 10_000_000_000L;
  private static final long ASK_SOON_NANOS = 2_000_000_000L;
  private static final long PRINT_NANOS = 5_000_000_000L;

  /** A print may take this part of the time. */
  private static final long PRINT_SHARE = 200;

  private final Contexts contexts;
  private final PlatformThreads platform;
  private final ThreadBean bean;
  private final StillThreads still;
  private final TraceIds ids = new TraceIds();
  private Supplier<Class<?>[]> loaded = () -> new Class<?>[0];
  private Map<Long, Known> waits = new LinkedHashMap<>();
  private final Map<String, Initializers.Who> initializers = new HashMap<>();
  private long askAt = Long.MIN_VALUE;
  private long printAt = Long.MIN_VALUE;
  private String blind;

  ClassInits(Contexts contexts, PlatformThreads platform, ThreadBean bean) {
    this.contexts = contexts;
    this.platform = platform;
    this.bean = bean;
    still = new StillThreads(platform, bean);
  }

  /**
   * A wait that a print told of.
   *
   * @param thread who waits; the virtual thread where a carrier stands
   */
  private record Known(long thread, String className, long since) {}

  void loaded(Supplier<Class<?>[]> classes) {
    loaded = classes;
  }

  /**
   * Whether a thread waits so.
   *
   * @param suspicious whether something else waits that may be a stall
   */
  boolean glance(long now, boolean suspicious) {
    if (!bean.allowed()) {
      return false;
    }
    if (still.scan(now)) {
      waits.keySet().removeIf(id -> !still.still(id));
      if (still.any(now, StillThreads.LEAST_NANOS)
          && (now - askAt >= 0 || askAt == Long.MIN_VALUE)) {
        ask(now, suspicious);
      }
    }
    return !waits.isEmpty();
  }

  private void ask(long now, boolean suspicious) {
    List<Thread> standing = still.list(now, StillThreads.LEAST_NANOS, MOST_ASKED);
    boolean soon = suspicious || standing.stream().anyMatch(each -> contexts.read(each, ids));
    askAt = now + (soon ? ASK_SOON_NANOS : ASK_NANOS);
    List<Thread> possible = possible(standing);
    if (!possible.isEmpty() && printAt != Long.MIN_VALUE && now - printAt < 0) {
      List<Thread> others = new ArrayList<>(standing);
      others.removeAll(possible);
      still.asked(others); // the others as soon as the next print may be
      askAt = printAt;
      return;
    }
    if (!possible.isEmpty()) {
      print(now);
    }
    still.asked(standing);
  }

  /** Those that are not in a native method which may wait for something outside. */
  private List<Thread> possible(List<Thread> standing) {
    List<Thread> possible = new ArrayList<>();
    List<ThreadInfo> infos = bean.stacks(standing, 1);
    for (int i = 0; i < standing.size(); i++) {
      ThreadInfo info = infos.get(i);
      if (info != null && info.getStackTrace().length > 0 && initializes(info.getStackTrace()[0])) {
        possible.add(standing.get(i));
      }
    }
    return possible;
  }

  /** A wait for an initialiser begins in any code, or in a native method that asks for a class. */
  private static boolean initializes(StackTraceElement top) {
    String type = top.getClassName();
    return !top.isNativeMethod()
        || type.equals("java.lang.Class")
        || type.endsWith(".Unsafe")
        || type.startsWith("java.lang.invoke.")
        || type.contains("Accessor");
  }

  private void print(long now) {
    if (platform.count() > MOST_PRINTED) {
      blind =
          platform.count() + " threads, more than " + MOST_PRINTED + ", are not printed for that";
      return;
    }
    long begun = System.nanoTime();
    try {
      ThreadPrint print = ThreadPrintParser.parse(JvmPrint.text(), this::name);
      blind = null;
      read(print);
    } catch (JMException | RuntimeException e) {
      blind = "the JVM's thread print failed: " + e;
    }
    long cost = System.nanoTime() - begun;
    printAt = now + Math.max(PRINT_NANOS, cost * PRINT_SHARE);
  }

  private String name(long id) {
    Thread thread = platform.byId(id);
    return thread == null ? null : thread.getName();
  }

  private void read(ThreadPrint print) {
    Initializers told = new Initializers(print, each -> Initializers.above(loaded.get(), each));
    Map<Long, Known> now = new LinkedHashMap<>();
    initializers.clear();
    for (PrintedThread thread : print.threads()) {
      long waiter = thread.carries() >= 0 ? thread.carries() : thread.id();
      String className = told.awaited(waiter);
      // A thread that has not moved since the scan before the print stood as the print shows it.
      if (className != null && still.still(thread.id())) {
        now.put(thread.id(), new Known(waiter, className, still.since(thread.id())));
        initializers.computeIfAbsent(className, told::of);
      }
    }
    waits = now;
  }

  /**
   * Adds the waits to a look.
   *
   * @param confirm whether to ask about threads as they stand now, whenever that was done last
   */
  void add(LookBuilder look, boolean confirm) {
    if (!bean.allowed()) {
      return;
    }
    if (confirm) {
      still.forgetAsked();
      List<Thread> standing = possible(still.list(look.now, 0, MOST_ASKED));
      standing.removeIf(each -> !still.still(Peek.threadId(each)));
      if (!standing.isEmpty()) {
        print(look.now);
      }
      still.asked(standing);
    }
    waits.keySet().removeIf(id -> !still.still(id));
    Map<Long, Thread> virtual = virtual();
    for (Map.Entry<Long, Known> each : waits.entrySet()) {
      Known wait = each.getValue();
      Thread thread = thread(wait.thread, virtual);
      if (thread != null) {
        add(look, thread, wait, virtual);
      } else {
        look.unknown(
            "virtual thread " + wait.thread,
            "wait",
            "it waits for the initialiser of "
                + wait.className
                + ", and the JDK does not list the thread");
      }
    }
    if (blind != null) {
      look.unknown("class initialisers", "waits", blind);
    }
  }

  private void add(LookBuilder look, Thread thread, Known wait, Map<Long, Thread> virtual) {
    Resource initializer = look.resources.initializer(wait.className);
    look.waits(
        thread,
        new OpenWait(
            wait.thread, initializer.key(), "initialize", wait.since, 0, false, SeenBy.DUMP));
    Initializers.Who who = initializers.get(wait.className);
    Thread holder = who.unknown() == null ? thread(who.thread(), virtual) : null;
    if (holder != null) {
      look.holds(holder, initializer.key(), Relation.HELD_BY, null, 1, SeenBy.STACK);
    } else {
      look.unknown(
          initializer.name(),
          "holder",
          who.unknown() == null ? "the thread that initialises it is not listed" : who.unknown());
    }
  }

  private Thread thread(long id, Map<Long, Thread> virtual) {
    Thread thread = platform.byId(id);
    return thread == null ? virtual.get(id) : thread;
  }

  /** The virtual threads that wait or initialise. */
  private Map<Long, Thread> virtual() {
    Map<Long, Thread> found = new HashMap<>();
    for (Known wait : waits.values()) {
      if (platform.byId(wait.thread) == null) {
        found.put(wait.thread, null);
      }
      Initializers.Who who = initializers.get(wait.className);
      if (who.unknown() == null && platform.byId(who.thread()) == null) {
        found.put(who.thread(), null);
      }
    }
    if (!found.isEmpty()) {
      VirtualThreads.forEach(thread -> found.replace(Peek.threadId(thread), thread));
    }
    return found;
  }
}
