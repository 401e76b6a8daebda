package io.duality.engine.weave;

import java.util.List;
import java.util.concurrent.Phaser;

/** All waits of a phaser, which are those of its root. */
final class PhaserHook extends JdkHook {
  PhaserHook() {
    super(
        "java.util.concurrent.Phaser",
        "await*",
        List.of(
            MethodPlan.of(
                "internalAwaitAdvance",
                "(ILjava/util/concurrent/Phaser$QNode;)I",
                new Entry.Advances(),
                Exit.PHASE,
                Call.MANAGED_BLOCK,
                1)));
  }

  @Override
  Trial trial() {
    Phaser phaser = new Phaser(1);
    return new Trial(phaser, () -> phaser.awaitAdvanceInterruptibly(phaser.getPhase()));
  }
}
