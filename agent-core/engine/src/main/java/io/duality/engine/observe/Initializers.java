package io.duality.engine.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Who initialises which class, as a thread print tells: a thread with the class's {@code <clinit>}
 * on its stack; or one that waits for, or runs, the initialiser of a superclass, which the JVM
 * initialises first.
 */
final class Initializers {
  private static final String METHOD = "<clinit>";

  private final Map<Long, PrintedStack> stacks = new HashMap<>();
  private final Function<String, Set<String>> supers;

  /**
   * @param supers names of the superclasses and superinterfaces of the class of that name
   */
  Initializers(ThreadPrint print, Function<String, Set<String>> supers) {
    this.supers = supers;
    for (PrintedThread thread : print.threads()) {
      stacks.put(thread.id(), thread.stack());
    }
    stacks.putAll(print.mounted());
  }

  /** The class whose initialisation this thread waits for, or null. */
  String awaited(long id) {
    PrintedStack stack = stacks.get(id);
    return stack == null ? null : stack.initializer();
  }

  /** What is known of the thread that initialises a class for which somebody waits. */
  Who of(String className) {
    List<Long> own = new ArrayList<>();
    stacks.forEach(
        (id, stack) -> {
          if (!className.equals(stack.initializer()) && runs(stack, Set.of(className))) {
            own.add(id);
          }
        });
    if (!own.isEmpty()) {
      return own.size() == 1
          ? new Who(own.get(0), null)
          : Who.unknown(own.size() + " threads have a <clinit> of a class of this name");
    }
    Set<String> above = supers.apply(className);
    List<Long> first = new ArrayList<>();
    stacks.forEach(
        (id, stack) -> {
          boolean waits = stack.initializer() != null && above.contains(stack.initializer());
          if (!className.equals(stack.initializer()) && (waits || runs(stack, above))) {
            first.add(id);
          }
        });
    return first.size() == 1
        ? new Who(first.get(0), null)
        : Who.unknown(
            first.isEmpty()
                ? "no thread has its <clinit> on the stack"
                : first.size() + " threads initialise a superclass of it");
  }

  private static boolean runs(PrintedStack stack, Set<String> classes) {
    for (StackTraceElement frame : stack.frames()) {
      if (frame.getMethodName().equals(METHOD) && classes.contains(frame.getClassName())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The initialising thread, or why it is not known.
   *
   * @param thread its id, or 0
   * @param unknown the reason, or null
   */
  record Who(long thread, String unknown) {
    static Who unknown(String why) {
      return new Who(0, why);
    }
  }

  /** The names above a class among loaded classes; several of one name give all of theirs. */
  static Set<String> above(Class<?>[] loaded, String className) {
    Set<String> names = new HashSet<>();
    for (Class<?> type : loaded) {
      if (type.getName().equals(className)) {
        for (Class<?> up = type.getSuperclass(); up != null; up = up.getSuperclass()) {
          names.add(up.getName());
        }
        interfaces(type, names);
      }
    }
    return names;
  }

  private static void interfaces(Class<?> type, Set<String> names) {
    for (Class<?> up = type; up != null; up = up.getSuperclass()) {
      for (Class<?> each : up.getInterfaces()) {
        if (names.add(each.getName())) {
          interfaces(each, names);
        }
      }
    }
  }
}
