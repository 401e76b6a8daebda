package io.duality.engine.weave;

import io.duality.model.HookState;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Leaves every class as it is and remembers which ones it was shown. */
final class TestRule implements ClassRule {
  static final TestRule INSTANCE = new TestRule();
  final Set<String> shown = new ConcurrentSkipListSet<>();

  @Override
  public boolean matches(String internalName) {
    return internalName.startsWith("io/duality/engine/weave/RuledMain")
        || internalName.equals("io/duality/engine/weave/TestAgent");
  }

  @Override
  public byte[] weave(ClassLoader loader, String internalName, byte[] original) {
    shown.add(internalName);
    if (internalName.endsWith("$Bad")) {
      throw new IllegalStateException("a rule that fails");
    }
    return null;
  }

  @Override
  public HookState state() {
    return new HookState("test rule", 1, shown.size(), true, null);
  }
}
