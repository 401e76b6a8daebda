package io.duality.engine.weave;

import java.util.List;

/** A hook in which nothing waits. */
abstract class QuietHook extends JdkHook {
  QuietHook(String className, String methods, List<MethodPlan> plans) {
    super(className, methods, plans);
  }

  QuietHook(String className, String methods, Shape... shapes) {
    super(className, methods, shapes);
  }

  @Override
  final Trial trial() {
    return null;
  }

  @Override
  final boolean setsUpCommonPool() {
    return false;
  }
}
