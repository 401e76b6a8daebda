package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.model.Holding.Relation;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.SeenBy;
import io.duality.model.json.JsonException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Monitors that virtual threads own or wait for: only the JVM's JSON dump knows them, which costs
 * half a second at 10,000 threads. Objects are joined by class and identity hash; whoever acts on
 * an edge must have seen it in two looks.
 */
final class VirtualMonitors {
  private static final String SUBJECT = "virtual threads";
  private static final String WHAT = "monitor owners";
  private static final String BEAN = "com.sun.management.HotSpotDiagnosticMXBean";

  private Map<Long, Known> known = new HashMap<>();

  private record Known(String key, long since) {}

  /** Adds them where there are virtual threads, but not too many. */
  void add(LookBuilder look, LookSettings settings) {
    long virtual = VirtualThreads.exist() ? VirtualThreads.count() : 0;
    if (virtual == 0 && look.threads.values().stream().noneMatch(Peek::isVirtual)) {
      return;
    }
    if (virtual > settings.maxVirtual()) {
      look.unknown(
          SUBJECT,
          WHAT,
          virtual
              + " virtual threads, more than duality.threads.max-virtual="
              + settings.maxVirtual());
    } else if (settings.scratch() == null) {
      look.unknown(SUBJECT, WHAT, "there is no directory for the JVM's thread dump");
    } else {
      try {
        join(look, DumpedThread.parse(dump(settings.scratch())));
      } catch (IOException | ReflectiveOperationException | JsonException e) {
        look.unknown(SUBJECT, WHAT, "the JVM's thread dump failed: " + e);
      }
    }
  }

  private static String dump(Path scratch) throws IOException, ReflectiveOperationException {
    Class<? extends PlatformManagedObject> type =
        Class.forName(BEAN).asSubclass(PlatformManagedObject.class);
    PlatformManagedObject bean = ManagementFactory.getPlatformMXBean(type);
    Class<?> format = Class.forName(BEAN + "$ThreadDumpFormat");
    Method dump = type.getMethod("dumpThreads", String.class, format);
    Path file = scratch.toAbsolutePath().resolve("threads-" + UUID.randomUUID() + ".json");
    try {
      dump.invoke(bean, file.toString(), json(format));
      return Files.readString(file);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static Object json(Class<?> format) throws NoSuchFieldException {
    for (Object constant : format.getEnumConstants()) {
      if (constant.toString().equals("JSON")) {
        return constant;
      }
    }
    throw new NoSuchFieldException("ThreadDumpFormat.JSON");
  }

  private void join(LookBuilder look, Map<Long, DumpedThread> dumped) {
    Set<String> wanted = new HashSet<>();
    for (DumpedThread thread : dumped.values()) {
      if (thread.blockedOn() != null && !isOwn(thread)) {
        wanted.add(thread.blockedOn());
      }
    }
    Map<Long, Thread> virtual = new HashMap<>();
    if (!wanted.isEmpty()) {
      VirtualThreads.forEach(thread -> virtual.put(Peek.threadId(thread), thread));
    }
    Map<Long, Known> now = new HashMap<>();
    for (DumpedThread thread : dumped.values()) {
      for (String lock : thread.owned()) {
        if (wanted.contains(lock)) {
          String key = monitor(look, lock).key();
          look.seen(thread, virtual.get(thread.id()));
          look.holds(thread.id(), key, Relation.HELD_BY, null, 1, SeenBy.DUMP);
        }
      }
      if (thread.blockedOn() != null && !isOwn(thread)) {
        blocked(look, thread, virtual.get(thread.id()), now);
      }
    }
    known = now;
  }

  private void blocked(LookBuilder look, DumpedThread thread, Thread object, Map<Long, Known> now) {
    Resource monitor = monitor(look, thread.blockedOn());
    OpenWait sampled = look.waits.get(thread.id());
    if (sampled != null && sampled.resourceKey().equals(monitor.key())) {
      return; // the beans told the same
    }
    Known last = known.get(thread.id());
    long since = last != null && last.key.equals(monitor.key()) ? last.since : look.now;
    if (sampled != null && sampled.sinceNanos() - since < 0) {
      since = sampled.sinceNanos();
    }
    now.put(thread.id(), new Known(monitor.key(), since));
    if (sampled != null) {
      look.forget(sampled, thread.name());
    }
    look.seen(thread, object);
    look.waits.put(
        thread.id(),
        new OpenWait(thread.id(), monitor.key(), "enter", since, 0, false, SeenBy.DUMP));
  }

  private static boolean isOwn(DumpedThread thread) {
    return thread.name().startsWith(PlatformThreads.OWN);
  }

  private static Resource monitor(LookBuilder look, String lock) {
    int at = lock.lastIndexOf('@');
    return look.resources.monitor(
        lock.substring(0, at), Integer.parseUnsignedInt(lock.substring(at + 1), 16), true);
  }
}
