package io.duality.engine.weave;

import io.duality.model.HookState;
import java.util.List;

/**
 * One woven class of the JDK: its expectation table, its self-test, and what became of it. What
 * does not match its table leaves the class as it is.
 */
abstract class JdkHook {
  static final String PACKAGE = "java.util.concurrent.";

  private final String className;
  private final String label;
  private final List<Shape> shapes;
  private volatile Shape shape;
  private volatile int found;
  private volatile boolean woven;
  private volatile boolean proven;
  private volatile boolean tested = true;
  private volatile String reason;

  /** For the one thread that tests. */
  private boolean failedOnce;

  /**
   * A hook that is not woven yet.
   *
   * @param className of the JDK
   * @param methods what is woven, as {@code duality status} shows it
   * @param plans the expectation table
   */
  JdkHook(String className, String methods, List<MethodPlan> plans) {
    this(className, methods, new Shape("", plans));
  }

  /**
   * A hook for a class that is not written alike in all JDKs; the first shape that fits is woven.
   *
   * @param className of the JDK
   * @param methods what is woven, as {@code duality status} shows it
   * @param shapes the expectation tables
   */
  JdkHook(String className, String methods, Shape... shapes) {
    this.className = className;
    this.label = className.substring(className.lastIndexOf('.') + 1).concat(".").concat(methods);
    this.shapes = List.of(shapes);
    this.shape = shapes[0];
  }

  /**
   * How a class is written in some JDKs.
   *
   * @param jdks in which, as a mismatch names it; empty for all
   * @param plans the expectation table
   */
  record Shape(String jdks, List<MethodPlan> plans) {}

  final String className() {
    return className;
  }

  final String internalName() {
    return className.replace('.', '/');
  }

  /** The hook without which this one would do harm, or null. */
  String needs() {
    return null;
  }

  /**
   * Something private to wait for, so that the hook can prove that it sees a wait; null when that
   * would need a socket or a process, which nobody wants to be opened for a test.
   */
  abstract Trial trial();

  /**
   * Whether its trial goes through {@code ForkJoinPool.managedBlock}, as conditions do: that sets
   * up the common pool, by settings that the application may not have made yet.
   */
  boolean setsUpCommonPool() {
    return true;
  }

  /**
   * Proves a hook that is not about waiting.
   *
   * @return null where {@link #trial} proves it or nothing does
   */
  Proof proof() {
    return null;
  }

  /** Provokes on this thread what the hook has to see. */
  interface Proof {
    /** What went wrong, or null. */
    String wrong();
  }

  /** Whether it has to see, beside its trial, a thread that ends of what it throws. */
  boolean provesUncaught() {
    return false;
  }

  /**
   * A wait on a private object, which an interrupt ends.
   *
   * @param awaited what an open slot must name as blocker or queue
   * @param waiting waits until it is interrupted
   */
  record Trial(Object awaited, Waiting waiting) {}

  /** A lambda each, so that verifying a hook at start does not load what only its test needs. */
  interface Waiting {
    void await() throws Exception;
  }

  /** The expectation table that fits, once it was tried; the first one before. */
  final List<MethodPlan> plans() {
    return shape.plans;
  }

  /** The woven class, or null to leave it as it is. Never throws. */
  final byte[] weave(byte[] original) {
    if (reason != null) {
      woven = false;
      return null;
    }
    try {
      byte[] bytes = null;
      String mismatch = null;
      for (Shape each : shapes) {
        PlannedClass.Result result = PlannedClass.weave(original, each.plans);
        bytes = result.bytes();
        if (bytes != null || mismatch == null) {
          found = result.found();
          shape = each;
        }
        if (bytes != null) {
          break;
        }
        String why = each.jdks.isEmpty() ? result.mismatch() : each.jdks + ": " + result.mismatch();
        mismatch = mismatch == null ? why : mismatch + "; " + why;
      }
      if (bytes == null) {
        switchOff(
            mismatch + " of " + className + " of " + System.getProperty("java.runtime.version"));
      }
      woven = bytes != null;
      return bytes;
    } catch (Throwable e) {
      switchOff("weaving " + className + " failed: " + e);
      return null;
    }
  }

  /** Off for good; the class keeps what it has until it is transformed again. */
  final void switchOff(String why) {
    if (reason == null) {
      reason = why;
    }
    proven = false;
  }

  /**
   * Off if its self-test has failed before; else it is tested once more. A class that is being
   * given back and woven again may have failed the first one.
   */
  final void failedTest(String why) {
    if (failedOnce) {
      switchOff(why);
    }
    failedOnce = true;
  }

  final void proven() {
    proven = true;
    failedOnce = false;
  }

  /** There is no self-test for it. */
  final void withoutTest() {
    tested = false;
  }

  /** Whether a self-test could still prove it. */
  final boolean isToBeProven() {
    return tested && !proven && reason == null;
  }

  final boolean isOff() {
    return reason != null;
  }

  final boolean isWoven() {
    return woven;
  }

  final String reason() {
    return reason;
  }

  /** The class has its own bytes again, or gets them when it is loaded. */
  final void givenBack() {
    woven = false;
    proven = false;
    found = 0;
  }

  final HookState state(boolean armed) {
    int expected = 0;
    for (MethodPlan plan : shape.plans) {
      expected += plan.expected();
    }
    return new HookState(label, expected, found, standing(armed), reason);
  }

  private HookState.Standing standing(boolean armed) {
    if (reason != null) {
      return HookState.Standing.OFF;
    }
    if (!armed) {
      return HookState.Standing.DISARMED;
    }
    if (!woven) {
      return HookState.Standing.WAITING;
    }
    if (!tested) {
      return HookState.Standing.WOVEN;
    }
    return proven ? HookState.Standing.PROVEN : HookState.Standing.UNPROVEN;
  }
}
