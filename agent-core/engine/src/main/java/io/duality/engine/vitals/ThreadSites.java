package io.duality.engine.vitals;

import io.duality.model.Masked;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which frame of the application started the threads of each pattern of names, as the flight
 * recorder tells it; the last one heard. Bounded; written by the stream, read by the watch.
 */
final class ThreadSites {
  private static final int MOST = 500;
  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  private final Map<String, String> sites =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  void listen(EventWatch events) {
    events.on("jdk.ThreadStart", this::started, "stackTrace", "true");
  }

  private void started(EventWatch.Event event) {
    String name = event.text("thread");
    String site = name == null ? null : site(event.frames());
    if (site != null) {
      synchronized (sites) {
        sites.put(Masked.of(name), site);
      }
    }
  }

  /** The first frame that is not the JDK's, as it would be written in a stack; or null. */
  static String site(List<StackTraceElement> frames) {
    for (StackTraceElement frame : frames) {
      if (JDK.stream().noneMatch(frame.getClassName()::startsWith)) {
        return frame.getClassName()
            + '.'
            + frame.getMethodName()
            + (frame.getLineNumber() > 0 ? ":" + frame.getLineNumber() : "");
      }
    }
    return null;
  }

  /** Who started threads whose masked name this is, or null. */
  String of(String pattern) {
    synchronized (sites) {
      return sites.get(pattern);
    }
  }
}
