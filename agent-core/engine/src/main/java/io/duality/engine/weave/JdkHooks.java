package io.duality.engine.weave;

import java.util.ArrayList;
import java.util.List;

/** Which classes of the JDK are woven: those that others need come first. */
final class JdkHooks {
  private JdkHooks() {}

  static List<JdkHook> of(WeaveOptions options) {
    List<JdkHook> hooks = new ArrayList<>();
    if (options.waits()) {
      hooks.add(SynchronizerHook.ofInt());
      hooks.add(SynchronizerHook.ofLong());
      hooks.add(ConditionHook.ofInt());
      hooks.add(ConditionHook.ofLong());
      hooks.add(new StampedLockHook());
      hooks.add(new FutureTaskHook());
      hooks.add(new CompletableFutureHook());
      hooks.addAll(QueueHook.all());
      hooks.add(new BarrierHook());
      int feature = Runtime.version().feature();
      hooks.addAll(TransferHooks.of(feature));
      hooks.add(new ForkJoinTaskHook());
      hooks.add(new PhaserHook());
      hooks.add(new ExchangerHook());
      hooks.addAll(ThreadHooks.of(feature));
      hooks.add(new PrintHook());
      hooks.add(new TextHook());
      hooks.addAll(SocketHook.all());
      hooks.add(new ProcessHook());
      hooks.add(new MemoryErrorHook());
      hooks.add(new BufferHook());
    }
    if (options.tasks()) {
      hooks.addAll(PoolHooks.of(Runtime.version().feature()));
    }
    for (JdkHook hook : hooks) {
      String simpleName = hook.className().substring(hook.className().lastIndexOf('.') + 1);
      if (options.off().contains(simpleName)) {
        hook.switchOff("switched off by configuration");
      }
    }
    return hooks;
  }
}
