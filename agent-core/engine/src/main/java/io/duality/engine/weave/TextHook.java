package io.duality.engine.weave;

import java.util.List;

/**
 * What is printed as text, on {@code System.err} above all: its words may be about an exception. No
 * stream is wrapped or replaced.
 */
final class TextHook extends JdkHook {
  static final String NAME = "java.io.PrintStream";

  private static final String TEXT = "(Ljava/lang/String;)V";

  TextHook() {
    super(
        NAME,
        "print",
        new Shape("as until 18 and from 24", List.of(prints("write"), prints("writeln"))),
        new Shape("as from 19 to 23", List.of(prints("implWrite"), prints("implWriteln"))));
  }

  private static MethodPlan prints(String method) {
    return MethodPlan.quiet(method, TEXT).and(Call.TEXT, 1, TellsThrown.words(1));
  }

  /** Nothing waits in it. */
  @Override
  Trial trial() {
    return null;
  }

  @Override
  boolean setsUpCommonPool() {
    return false;
  }
}
