package io.duality.engine.capture;

import io.duality.engine.observe.ThreadPrintParser;
import io.duality.model.json.Json;
import io.duality.model.json.JsonException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The virtual threads of JDK 21 and newer, from {@code HotSpotDiagnosticMXBean.dumpThreads}. The
 * JVM writes every thread with its whole stack and knows no limit (100,000 threads: 160 MB, 3 s),
 * so they are counted first.
 */
final class VirtualThreads {
  private static final String BEAN = "com.sun.management.HotSpotDiagnosticMXBean";

  private VirtualThreads() {}

  /** Whether this JDK has virtual threads at all. */
  static boolean exist() {
    return Runtime.version().feature() >= 21;
  }

  /**
   * How many there are, by the JVM's thread containers; empty when {@code jdk.internal.vm} of
   * module {@code java.base} is closed to this code.
   */
  static OptionalLong count() {
    try {
      Class<?> container = Class.forName("jdk.internal.vm.ThreadContainer");
      Walk walk =
          new Walk(
              container.getMethod("children"),
              container.getMethod("threads"),
              Thread.class.getMethod("isVirtual"));
      Object root =
          Class.forName("jdk.internal.vm.ThreadContainers").getMethod("root").invoke(null);
      return OptionalLong.of(walk.count(root, new HashSet<>()));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return OptionalLong.empty(); // the caller names the missing export
    }
  }

  private record Walk(Method children, Method threads, Method isVirtual) {
    long count(Object container, Set<Object> seen) throws ReflectiveOperationException {
      if (!seen.add(container)) {
        return 0;
      }
      long count = 0;
      try (Stream<?> here = (Stream<?>) threads.invoke(container)) {
        for (Iterator<?> all = here.iterator(); all.hasNext(); ) {
          count += (Boolean) isVirtual.invoke(all.next()) ? 1 : 0;
        }
      }
      try (Stream<?> below = (Stream<?>) children.invoke(container)) {
        for (Iterator<?> all = below.iterator(); all.hasNext(); ) {
          count += count(all.next(), seen);
        }
      }
      return count;
    }
  }

  /**
   * Dumps and reads them.
   *
   * @param file absolute and not existing; gone afterwards
   * @throws IOException when the JVM does not write it, or writes what no JDK up to 25 writes
   */
  static List<VirtualThreadSeen> dump(Path file, Set<Long> platform) throws IOException {
    try {
      Class<?> type = Class.forName(BEAN);
      Object bean =
          ManagementFactory.getPlatformMXBean(type.asSubclass(PlatformManagedObject.class));
      Class<?> format = Class.forName(BEAN + "$ThreadDumpFormat");
      Object json = format.getField("JSON").get(null);
      type.getMethod("dumpThreads", String.class, format).invoke(bean, file.toString(), json);
      return read(Files.readString(file, StandardCharsets.UTF_8), platform);
    } catch (ReflectiveOperationException e) {
      throw new IOException(
          "HotSpotDiagnosticMXBean.dumpThreads failed: "
              + Failed.describe(e.getCause() == null ? e : e.getCause()),
          e);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  static List<VirtualThreadSeen> read(String text, Set<Long> platform) throws IOException {
    List<VirtualThreadSeen> threads = new ArrayList<>();
    try {
      Map<?, ?> dump = (Map<?, ?>) Json.parseObject(text).get("threadDump");
      for (Object container : (List<?>) dump.get("threadContainers")) {
        for (Object thread : (List<?>) ((Map<?, ?>) container).get("threads")) {
          Map<?, ?> fields = (Map<?, ?>) thread;
          long id = Long.parseLong(fields.get("tid").toString());
          // JDKs before 25 do not say which are virtual; the print has all the others.
          boolean virtual =
              fields.containsKey("state")
                  ? Boolean.TRUE.equals(fields.get("virtual"))
                  : !platform.contains(id);
          if (virtual) {
            threads.add(thread(id, fields));
          }
        }
      }
    } catch (JsonException | ClassCastException | NullPointerException | NumberFormatException e) {
      throw new IOException("the JVM's thread dump has an unknown layout: " + e.getMessage(), e);
    }
    return threads;
  }

  private static VirtualThreadSeen thread(long id, Map<?, ?> fields) {
    List<StackTraceElement> frames = new ArrayList<>();
    for (Object frame : (List<?>) fields.get("stack")) {
      frames.add(frame(frame.toString()));
    }
    Object blocked = fields.get("blockedOn");
    if (blocked == null) {
      blocked = fields.get("waitingOn");
    }
    if (blocked == null && fields.get("parkBlocker") instanceof Map<?, ?> blocker) {
      blocked = blocker.get("object");
    }
    List<String> owns = new ArrayList<>();
    if (fields.get("monitorsOwned") instanceof List<?> depths) {
      for (Object depth : depths) {
        for (Object lock : (List<?>) ((Map<?, ?>) depth).get("locks")) {
          if (lock != null) {
            owns.add(lock.toString());
          }
        }
      }
    }
    Object state = fields.get("state");
    Object carrier = fields.get("carrier");
    return new VirtualThreadSeen(
        id,
        fields.get("name") == null ? "" : fields.get("name").toString(),
        state == null ? state(frames) : Thread.State.valueOf(state.toString()),
        carrier == null ? -1 : Long.parseLong(carrier.toString()),
        frames,
        blocked == null ? null : blocked.toString(),
        owns);
  }

  private static Thread.State state(List<StackTraceElement> frames) {
    for (StackTraceElement frame : frames) {
      if (!frame.getClassName().equals("java.lang.VirtualThread")) {
        break;
      }
      if (frame.getMethodName().equals("parkNanos")) {
        return Thread.State.TIMED_WAITING;
      }
      if (frame.getMethodName().startsWith("park")) {
        return Thread.State.WAITING;
      }
    }
    return Thread.State.RUNNABLE;
  }

  /**
   * {@code loader/java.base@21/java.lang.Thread.run(Thread.java:1474)}, the form of an element's
   * text; a hidden class has a slash and an address of its own in its name.
   */
  static StackTraceElement frame(String text) {
    int open = text.lastIndexOf('(');
    int slash = open < 0 ? -1 : text.lastIndexOf('/', open);
    if (slash > 0 && text.startsWith("0x", slash + 1)) {
      slash = text.lastIndexOf('/', slash - 1);
    }
    if (slash < 0) {
      return ThreadPrintParser.frame(text);
    }
    String module = text.substring(text.lastIndexOf('/', slash - 1) + 1, slash);
    String place = text.substring(open + 1);
    String known = module.isEmpty() ? place : module + '/' + place;
    return ThreadPrintParser.frame(text.substring(slash + 1, open + 1) + known);
  }
}
