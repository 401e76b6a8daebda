package io.duality.agent;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;

/**
 * From the JVM's call to the engine's: the boot classes into the boot loader, everything else into
 * a loader of its own. Runs before the application, so it uses as little of the JDK as it can: no
 * logging, no NIO file system, no JMX, no lambdas.
 */
public final class Launch {
  private static final String BOOT_CLASSES = "io.duality.agent.isolated.BootClasses";
  private static final String ENGINE = "io.duality.engine.run.Duality";
  private static final String COMMAND_LINE = "io.duality.cli.Main";

  private Launch() {}

  /**
   * Arms the agent, or says in one line why not; never throws.
   *
   * @param args the agent's arguments, or null
   * @param instrumentation the JVM's
   * @param attached whether the JVM was running already
   */
  public static void arm(String args, Instrumentation instrumentation, boolean attached) {
    try {
      Admission admission = Admission.of(args, attached, System.getProperties(), System.getenv());
      if (admission.arms()) {
        start(args, instrumentation, attached);
      } else if (admission.reason() != null) {
        say(admission.reason());
      }
    } catch (Throwable e) { // a premain that throws ends the application
      say(describe(e));
    }
  }

  /**
   * Runs a command of the command line.
   *
   * @param args the command and its options
   * @return its exit code
   * @throws Exception what the command threw
   */
  public static int command(String[] args) throws Exception {
    // The attach API lives in the system loader, which holds nothing else but this jar.
    AgentClassLoader loader = open(jar(), ClassLoader.getSystemClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    try {
      return (Integer)
          Class.forName(COMMAND_LINE, true, loader)
              .getMethod("run", String[].class)
              .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static void start(String args, Instrumentation instrumentation, boolean attached)
      throws Throwable {
    File file = jar();
    AgentClassLoader loader = open(file, ClassLoader.getPlatformClassLoader());
    // To our own module only: the application must not see more of the JDK than without us.
    Set<Module> ours = Set.of(loader.getUnnamedModule());
    Module base = Object.class.getModule();
    instrumentation.redefineModule(
        base, Set.of(), Map.of("jdk.internal.misc", ours), Map.of(), Set.of(), Map.of());
    // Method handles, since Method.invoke of a newer JDK builds one with far more classes.
    MethodHandle define =
        method(loader, BOOT_CLASSES, "define", Instrumentation.class, JarFile.class);
    define.invokeExact(instrumentation, loader.jar());
    MethodHandle start =
        method(
            loader,
            ENGINE,
            "start",
            Instrumentation.class,
            String.class,
            File.class,
            boolean.class);
    start.invokeExact(instrumentation, args, file, attached);
  }

  private static MethodHandle method(
      ClassLoader loader, String className, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    return MethodHandles.publicLookup()
        .findStatic(
            Class.forName(className, true, loader),
            name,
            MethodType.methodType(void.class, parameters));
  }

  private static AgentClassLoader open(File file, ClassLoader parent) throws IOException {
    return new AgentClassLoader(file, new JarFile(file, false), parent);
  }

  private static File jar() throws URISyntaxException {
    return new File(Launch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void say(String reason) {
    System.err.println("duality: not armed: " + reason + "; the application goes on");
  }

  /** The innermost failure and where it happened, on one line. */
  private static String describe(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause instanceof ExceptionInInitializerError) {
      cause = cause.getCause();
    }
    StackTraceElement[] trace = cause.getStackTrace();
    String at = trace.length == 0 ? "" : " (at " + trace[0] + ")";
    return String.valueOf(cause).replace('\n', ' ') + at;
  }
}
