package io.duality.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in a throwable, without calling a method of its class, which the application may have
 * overridden, and without its monitor, which a thread that stands still may hold.
 */
public final class ThrownParts {
  private static final int MOST_CAUSES = 8;
  private static final long CAUSE = Peek.offset(Throwable.class, "cause");
  private static final long MESSAGE = Peek.offset(Throwable.class, "detailMessage");
  private static final long STACK = Peek.offset(Throwable.class, "stackTrace");
  private static final long DEPTH = Peek.offset(Throwable.class, "depth");
  private static final long BACKTRACE =
      Peek.offset(Throwable.class, "backtrace", "Ljava/lang/Object;");
  private static final StackTraceElement[] NONE = new StackTraceElement[0];

  /** {@code StackTraceElement.of}, which takes the throwable until 18 and its backtrace later. */
  private static final MethodHandle OF_THROWN = of(Throwable.class);

  private static final MethodHandle OF_BACKTRACE = of(Object.class);

  private ThrownParts() {}

  /** Whether the JDK lets stacks be read this way. */
  public static boolean readable() {
    return (OF_THROWN != null || (OF_BACKTRACE != null && Peek.isReference(BACKTRACE)))
        && Peek.isReference(STACK);
  }

  /** Its stack, top first; empty when it has none or this JDK keeps it elsewhere. */
  public static StackTraceElement[] frames(Throwable thrown) {
    Object kept = Peek.reference(thrown, STACK);
    if (kept instanceof StackTraceElement[] given && given.length > 0) {
      return given.clone();
    }
    Object backtrace = Peek.reference(thrown, BACKTRACE);
    int depth = Peek.integer(thrown, DEPTH);
    if (backtrace == null || depth <= 0) {
      return NONE;
    }
    try {
      if (OF_BACKTRACE != null) {
        return (StackTraceElement[]) OF_BACKTRACE.invokeExact(backtrace, depth);
      }
      return OF_THROWN == null ? NONE : (StackTraceElement[]) OF_THROWN.invokeExact(thrown, depth);
    } catch (Throwable hidden) {
      Hooks.failed(); // no memory for it: the class is known all the same
      return NONE;
    }
  }

  /** Its message, or null; no code of its class is asked. */
  public static String message(Throwable thrown) {
    return (String) Peek.reference(thrown, MESSAGE);
  }

  /** Its cause; itself is how a throwable says that it has none. */
  static Throwable cause(Throwable thrown) {
    return (Throwable) Peek.reference(thrown, CAUSE);
  }

  /** The classes of its causes, outermost first. */
  public static List<String> causes(Throwable thrown) {
    List<String> causes = new ArrayList<>();
    Object at = thrown;
    for (int i = 0; i < MOST_CAUSES; i++) {
      Object cause = Peek.reference(at, CAUSE);
      if (cause == null || cause == at) {
        break; // itself is how a throwable says that it has none
      }
      causes.add(cause.getClass().getName());
      at = cause;
    }
    return causes;
  }

  private static MethodHandle of(Class<?> first) {
    try {
      return TrustedLookup.get()
          .findStatic(
              StackTraceElement.class,
              "of",
              MethodType.methodType(StackTraceElement[].class, first, int.class));
    } catch (Throwable absent) {
      return null; // the other one is there, or stacks are not read
    }
  }
}
