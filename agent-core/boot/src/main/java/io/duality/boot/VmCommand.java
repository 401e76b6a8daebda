package io.duality.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The JVM's diagnostic commands, past its MBean server: that one may be the application's own, with
 * its locks, and making it sets up the logging of the JDK before the application has.
 */
public final class VmCommand {
  private static final MethodHandle EXECUTE = find();

  private VmCommand() {}

  /** Whether this JDK has them where they are looked for. */
  public static boolean known() {
    return EXECUTE != null;
  }

  /**
   * Runs one on this thread.
   *
   * @param line the command and its arguments, such as {@code VM.events log=exc}
   * @return what it prints, or null when {@link #known} is false
   * @throws RuntimeException when the JVM has no such command, or it fails
   */
  public static String run(String line) {
    if (EXECUTE == null) {
      return null;
    }
    try {
      return (String) EXECUTE.invokeExact(line);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable other) {
      throw new IllegalStateException(line, other);
    }
  }

  private static MethodHandle find() {
    try {
      // Its initialisation loads the library of native methods.
      Class.forName("com.sun.management.internal.PlatformMBeanProviderImpl", true, null);
      Class<?> type =
          Class.forName("com.sun.management.internal.DiagnosticCommandImpl", false, null);
      Class<?> bean = Class.forName("com.sun.management.DiagnosticCommandMBean", false, null);
      MethodHandles.Lookup all = TrustedLookup.get();
      Object commands =
          all.findStatic(type, "getDiagnosticCommandMBean", MethodType.methodType(bean)).invoke();
      return all.findVirtual(
              type, "executeDiagnosticCommand", MethodType.methodType(String.class, String.class))
          .bindTo(commands);
    } catch (Throwable absent) {
      return null; // another JDK, or an image without jdk.management
    }
  }
}
