package io.duality.diagnosis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The stacks of one running thread from look to look: whether it stays in the same few methods, in
 * which of the application's, and whether these try for something again and again. Of the stacks
 * only the application's frames count; of threads that have none, all. For one thread.
 */
public final class SpinFrames {
  /** How many methods may come and go above those that stay. */
  private static final int MOST_CHANGING = 4;

  private static final Set<String> TRIES =
      Set.of(
          "tryLock",
          "tryAcquire",
          "tryReadLock",
          "tryWriteLock",
          "tryOptimisticRead",
          "tryConvertToWriteLock",
          "yield",
          "yield0",
          "onSpinWait");

  /** Native methods that only compute; in others a thread reads, writes or waits. */
  private static final List<String> COMPUTES = List.of("java.lang.", "jdk.internal.");

  private static final List<String> COLLECTIONS =
      List.of(
          "java.util.HashMap",
          "java.util.LinkedHashMap",
          "java.util.WeakHashMap",
          "java.util.TreeMap",
          "java.util.IdentityHashMap",
          "java.util.LinkedList",
          "java.util.ArrayList",
          "java.util.PriorityQueue");

  private final Set<String> all = new HashSet<>();
  private Set<String> common;
  private List<StackTraceElement> last = List.of();
  private int samples;
  private int tries;
  private boolean io;
  private boolean moved;
  private boolean fresh;

  /** Adds what a look saw; an empty stack is passed over. */
  public void add(List<StackTraceElement> frames) {
    if (frames.isEmpty()) {
      return;
    }
    samples++;
    last = frames;
    boolean application = application(frames) != null;
    Set<String> methods = new HashSet<>();
    boolean tried = false;
    for (StackTraceElement frame : frames) {
      boolean jdk = Stacks.isJdk(frame);
      if (!jdk || !application) {
        methods.add(method(frame));
      }
      tried |= TRIES.contains(frame.getMethodName());
    }
    tries += tried ? 1 : 0;
    StackTraceElement top = frames.get(0);
    io |= top.isNativeMethod() && COMPUTES.stream().noneMatch(top.getClassName()::startsWith);
    fresh = all.addAll(methods);
    if (common == null) {
      common = new HashSet<>(methods);
    } else {
      common.retainAll(methods);
    }
    moved |= common.isEmpty() || all.size() - common.size() > MOST_CHANGING;
  }

  /** How many stacks were seen. */
  public int samples() {
    return samples;
  }

  /** Whether it went somewhere: no method was in all stacks, or too many others came and went. */
  public boolean moved() {
    return moved || io;
  }

  /** Whether the last stack showed no method that earlier ones had not. */
  public boolean settled() {
    return !fresh;
  }

  /** Whether it was seen trying for a lock or a permit, or giving its turn to others. */
  public boolean tries() {
    return tries > 0;
  }

  /** The innermost frame, as it was seen last, of a method that was in all stacks; or null. */
  public StackTraceElement stays() {
    StackTraceElement only = null;
    for (StackTraceElement frame : last) {
      if (common != null && common.contains(method(frame))) {
        return frame;
      }
      only = only == null ? frame : only;
    }
    return only;
  }

  /** Where it was when it was seen last; null when it was not. */
  public StackTraceElement now() {
    return last.isEmpty() ? null : last.get(0);
  }

  /** The JDK's collection that it does not come out of, a class name; or null. */
  public String collection() {
    for (StackTraceElement frame : last) {
      if (!Stacks.isJdk(frame)) {
        return null;
      }
      for (String each : COLLECTIONS) {
        String name = frame.getClassName();
        if (name.equals(each) || name.startsWith(each + "$")) {
          return each;
        }
      }
    }
    return null;
  }

  private static StackTraceElement application(List<StackTraceElement> frames) {
    for (StackTraceElement frame : frames) {
      if (!Stacks.isJdk(frame)) {
        return frame;
      }
    }
    return null;
  }

  private static String method(StackTraceElement frame) {
    return frame.getClassName() + "." + frame.getMethodName();
  }

  /** {@code com.acme.Sync.copy(Sync.java:42)}. */
  public static String full(StackTraceElement frame) {
    return Stacks.full(frame);
  }

  /** The frames that stayed, the innermost first; JDK frames left out where it has others. */
  public List<StackTraceElement> staying() {
    List<StackTraceElement> staying = new ArrayList<>();
    for (StackTraceElement frame : last) {
      if (common != null && common.contains(method(frame))) {
        staying.add(frame);
      }
    }
    return staying;
  }
}
