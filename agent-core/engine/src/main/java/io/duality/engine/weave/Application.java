package io.duality.engine.weave;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells the application's classes from the JDK's and from agents', and notices the first one. */
final class Application {
  private static final ClassLoader SYSTEM = ClassLoader.getSystemClassLoader();
  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
  private static final ClassLoader OURS = Application.class.getClassLoader();

  private final CountDownLatch first = new CountDownLatch(1);

  /** The JVM's first thread, which runs every premain and then loads the main class; then null. */
  private volatile Thread starter = Thread.currentThread();

  /** Whether a class may hold the application's synchronizers. */
  boolean isApplication(Module module, ClassLoader loader, String internalName) {
    if (loader == null || loader == PLATFORM || (loader == OURS && loader != SYSTEM)) {
      return false;
    }
    if (internalName.startsWith("io/duality/agent/")) {
      return false; // the launcher, which the JVM loads beside the application
    }
    // jdk.compiler, jdk.jshell and their like are loaded beside the application.
    return module == null
        || !module.isNamed()
        || module.getLayer() != ModuleLayer.boot()
        || !(module.getName().startsWith("jdk.") || module.getName().startsWith("java."));
  }

  /** A class of the application, or of an agent behind us on the command line, is being loaded. */
  void loads(ClassLoader loader) {
    if (starter == Thread.currentThread()
        && isAtOrBelowSystem(loader)
        && !isStartOfAnAgent(new Throwable().getStackTrace())) {
      seen();
    }
  }

  void seen() {
    starter = null;
    first.countDown();
  }

  boolean await(long nanos) throws InterruptedException {
    return first.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Whether the JVM's first thread is still inside the start of an agent behind ours. */
  boolean isInStartOfAnAgent() {
    Thread first = starter;
    return first != null && isStartOfAnAgent(first.getStackTrace());
  }

  private static boolean isAtOrBelowSystem(ClassLoader loader) {
    for (ClassLoader l = loader; l != null; l = l.getParent()) {
      if (l == SYSTEM) {
        return true;
      }
    }
    return false;
  }

  private static boolean isStartOfAnAgent(StackTraceElement... frames) {
    for (StackTraceElement frame : frames) {
      if (frame.getClassName().equals("sun.instrument.InstrumentationImpl")
          && !frame.getMethodName().equals("transform")) {
        return true; // loadClassAndCallPremain, under one name or another
      }
    }
    return false;
  }
}
