package io.duality.stress;

import java.io.PrintStream;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** What a scene found, one line each, to be compared with the same line of another run. */
final class Report {
  private final PrintStream out;
  private final String scene;
  private final Set<String> thrown = new ConcurrentSkipListSet<>();

  Report(PrintStream out, String scene) {
    this.out = out;
    this.scene = scene;
  }

  String scene() {
    return scene;
  }

  /** Says what must be and what is. */
  void invariant(String name, long expected, long actual) {
    out.println("INVARIANT " + scene + '.' + name + ' ' + expected + ' ' + actual);
  }

  /** Says how often something happened that may happen. */
  void count(String name, long times) {
    out.println("COUNT " + scene + '.' + name + ' ' + times);
  }

  /** Remembers an error's class. */
  void thrown(Throwable error) {
    if (thrown.add(error.getClass().getName())) {
      out.println("THROWN " + scene + ' ' + error.getClass().getName());
      for (StackTraceElement frame : error.getStackTrace()) {
        out.println("  at " + frame);
      }
    }
  }

  void done() {
    out.println("SCENE " + scene);
  }
}
