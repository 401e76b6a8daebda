package io.duality.engine.heap;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Who made a class: the application's code, not the loader or the library that did it for it. */
final class Makers {
  private static final Set<String> LOADING =
      Set.of("loadClass", "findClass", "defineClass", "define", "load", "forName");
  private static final List<String> LIBRARIES =
      List.of(
          "net.bytebuddy.",
          "javassist.",
          "net.sf.cglib.",
          "org.springframework.",
          "org.objectweb.asm.",
          "org.hibernate.",
          "groovy.",
          "org.codehaus.groovy.",
          "org.apache.groovy.");

  private Makers() {}

  /**
   * The first frame of neither; else the first of the application; null without one.
   *
   * @param loader the class of the loader that defined it, or null
   */
  static String of(List<StackTraceElement> frames, String loader) {
    List<StackTraceElement> others = new ArrayList<>();
    for (StackTraceElement frame : frames) {
      if (!LOADING.contains(frame.getMethodName())
          && !frame.getClassName().equals(loader)
          && LIBRARIES.stream().noneMatch(frame.getClassName()::startsWith)) {
        others.add(frame);
      }
    }
    String maker = Sites.of(others);
    return maker == null ? Sites.of(frames) : maker;
  }
}
