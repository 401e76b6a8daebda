package io.duality.engine.heap;

import io.duality.engine.vitals.EventWatch;
import io.duality.model.Masked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Classes that were defined while an investigation is open: how they are named, which loaders
 * define them, who makes it happen and for whom. The recorder tells of each, and only then.
 * Bounded; the stream writes, others read.
 */
final class ClassSamples {
  /** In place of a class: what is sampled is the metadata of one. */
  static final String METADATA = "class metadata";

  private static final String DEFINED = "jdk.ClassDefine";
  private static final int MOST = 512;
  private static final int MOST_GROUPS = 500;
  private static final int MOST_LOADERS = 20_000;

  /** A group that leads has this part of what was defined. */
  private static final double LEADS = 0.5;

  private final ContextHistory history;
  private final List<Sample> samples = new ArrayList<>();
  private final Map<Group, Counts> groups = new HashMap<>();
  private long defined;

  private record Group(String pattern, String loader) {}

  private static final class Counts {
    private final Set<Long> loaders = new HashSet<>();
    private long classes;
  }

  /**
   * What most classes were that were defined.
   *
   * @param pattern of their names
   * @param classes how many they were
   * @param of how many were defined in all
   * @param loader the class of what defined them
   * @param loaders how many such loaders that were
   */
  record Seen(String pattern, long classes, long of, String loader, long loaders) {}

  ClassSamples(ContextHistory history) {
    this.history = history;
  }

  void listen(EventWatch events) {
    events.on(DEFINED, this::defined, "enabled", "false", "stackTrace", "true");
  }

  /** Has the recorder tell of them or not. */
  void watch(EventWatch events, boolean on) {
    if (on) {
      forget();
    }
    if (events != null) {
      events.set(DEFINED, on);
    }
  }

  private synchronized void forget() {
    samples.clear();
    groups.clear();
    defined = 0;
  }

  private void defined(EventWatch.Event event) {
    String name = event.text("definedClass");
    if (name != null && !event.threadName().startsWith("duality-")) {
      List<StackTraceElement> frames = event.frames();
      Sample.Key key = new Sample.Key(METADATA, event.threadId(), event.number("startTime", -1));
      String loader = event.text("definingClassLoader");
      add(
          name,
          loader,
          event.number("definingClassLoader", 0),
          new Sample(
              key, event.threadName(), event.startNanos(), Makers.of(frames, loader), null, 1, 1));
    }
  }

  /** Adds one of that name. */
  synchronized void add(String name, String loader, long loaderId, Sample sample) {
    defined++;
    Group group = new Group(pattern(name), loader == null ? "" : loader);
    Counts counts = groups.get(group);
    if (counts == null && groups.size() < MOST_GROUPS) {
      counts = new Counts();
      groups.put(group, counts);
    }
    if (counts != null) {
      counts.classes++;
      if (counts.loaders.size() < MOST_LOADERS) {
        counts.loaders.add(loaderId);
      }
    }
    if (samples.size() < MOST) {
      samples.add(sample);
    } else {
      long at = ThreadLocalRandom.current().nextLong(defined); // each as likely as any other
      if (at < MOST) {
        samples.set((int) at, sample);
      }
    }
  }

  /** {@code jdk.proxy2.$Proxy*}, {@code com.acme.Order$ByteBuddy$*}, {@code Foo$$Lambda*}. */
  static String pattern(String jvmName) {
    String name = jvmName.replace('/', '.');
    int address = name.indexOf(".0x") < 0 ? name.indexOf("+0x") : name.indexOf(".0x");
    String kept = address < 0 ? name : name.substring(0, address) + "*";
    for (String generated : List.of("$$Lambda", "$ByteBuddy$", "$$EnhancerByCGLIB$$", "CGLIB$$")) {
      int at = kept.indexOf(generated);
      if (at >= 0) {
        return kept.substring(0, at + generated.length()) + "*";
      }
    }
    return Masked.of(kept);
  }

  /** What most of them were, or null when they were of many kinds. */
  synchronized Seen most() {
    Seen most = null;
    for (Map.Entry<Group, Counts> each : groups.entrySet()) {
      Counts counts = each.getValue();
      if (counts.classes >= LEADS * defined && (most == null || counts.classes > most.classes())) {
        most =
            new Seen(
                each.getKey().pattern(),
                counts.classes,
                defined,
                each.getKey().loader(),
                counts.loaders.size());
      }
    }
    return most;
  }

  /** They, with what their threads worked for. */
  synchronized List<Sample> samples() {
    List<Sample> joined = new ArrayList<>(samples.size());
    for (Sample each : samples) {
      joined.add(each.joined(history.at(each.key().threadId(), each.key().ticks())));
    }
    return joined;
  }
}
