package io.duality.engine.weave;

import io.duality.boot.Names;
import io.duality.boot.Peek;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names what the application's objects hold already: walks from its static fields and from what its
 * threads run, over fields, arrays and the JDK's collections, to synchronizers. Reads memory only,
 * calls no method of the application, gives up after some objects or some time, and keeps nothing.
 */
final class Reach {
  private static final int OBJECTS = 200_000;
  private static final long NANOS = 1_000_000_000L;
  private static final long TARGET = Peek.offset(Thread.class, "target");
  private static final long HOLDER = Peek.offset(Thread.class, "holder");

  private final Application application;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Step> ahead = new ArrayDeque<>();
  private final Map<Class<?>, Slot[]> slots = new HashMap<>();

  /** An object and the application's field over which it was reached; null for a thread's task. */
  private record Step(Object object, String field) {}

  /** A field of an object; its name is null in classes of the JDK. */
  private record Slot(long offset, String name) {}

  Reach(Application application) {
    this.application = application;
  }

  /** The value of a static field of the application. */
  void from(Object value, String field) {
    reached(value, field, true);
  }

  /** What platform threads were started to run. */
  void fromThreads() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() + 64];
    int count = root.enumerate(threads);
    for (int i = 0; i < count; i++) {
      Object target = Peek.reference(threads[i], TARGET);
      Object holder = Peek.reference(threads[i], HOLDER);
      reached(threads[i], null, false);
      reached(target, null, false);
      if (holder != null) {
        reached(Peek.reference(holder, Peek.offset(holder.getClass(), "task")), null, false);
      }
    }
  }

  /** Walks on from all that was given. */
  void walk() {
    long end = System.nanoTime() + NANOS;
    while (!ahead.isEmpty() && seen.size() < OBJECTS && System.nanoTime() - end < 0) {
      Step step = ahead.poll();
      if (step.object instanceof Object[] array) {
        for (Object element : array) {
          reached(element, step.field, false);
        }
        continue;
      }
      for (Slot slot : slotsOf(step.object.getClass())) {
        Object value = Peek.reference(step.object, slot.offset);
        reached(value, slot.name == null ? step.field : slot.name, slot.name != null);
      }
    }
  }

  private void reached(Object value, String field, boolean directly) {
    if (value == null || seen.size() >= OBJECTS) {
      return;
    }
    if (field != null) {
      if (directly) {
        Names.storedPerhaps(value, field);
      } else {
        Names.createdPerhaps(value, simpleName(value) + " in " + field);
      }
    }
    if (leads(value) && seen.add(value)) {
      ahead.add(new Step(value, field));
    }
  }

  private boolean leads(Object value) {
    return value instanceof Object[] || slotsOf(value.getClass()).length > 0;
  }

  private static String simpleName(Object value) {
    String name = value.getClass().getName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private Slot[] slotsOf(Class<?> type) {
    Slot[] known = slots.get(type);
    if (known == null) {
      List<Slot> found = new ArrayList<>();
      for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
        add(c, found);
      }
      known = found.toArray(new Slot[0]);
      slots.put(type, known);
    }
    return known;
  }

  private void add(Class<?> type, List<Slot> found) {
    boolean mine = isApplication(type);
    if (!mine && !isCollection(type)) {
      return;
    }
    try {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          long offset = Peek.offset(type, field.getName());
          if (offset != Peek.NONE) {
            found.add(new Slot(offset, mine ? type.getName() + "." + field.getName() : null));
          }
        }
      }
    } catch (LinkageError e) {
      return; // a field of a type that is not there; what lies behind it keeps its class as name
    }
  }

  private boolean isApplication(Class<?> type) {
    return !type.isHidden()
        && !ClassLoader.class.isAssignableFrom(type)
        && application.isApplication(
            type.getModule(), type.getClassLoader(), type.getName().replace('.', '/'));
  }

  /** Collections, and the atomic references and optionals that hold one object. */
  private static boolean isCollection(Class<?> type) {
    return type.getClassLoader() == null
        && type.getName().startsWith("java.util.")
        && !type.getName().startsWith("java.util.concurrent.locks.");
  }
}
