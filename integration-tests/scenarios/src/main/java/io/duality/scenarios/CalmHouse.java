package io.duality.scenarios;

import java.util.ArrayList;
import java.util.List;

/** The healthy twins of what only time shows to be wrong, in one JVM. */
public final class CalmHouse {
  private CalmHouse() {}

  public static void main(String[] args) throws InterruptedException {
    List<Situation> twins =
        new ArrayList<>(
            List.of(
                StarvedPool.of(false),
                new GrowingBacklog(),
                new BusyLock(),
                new StoppedFeed(),
                new LongReport(),
                new IdlePools(),
                new Schedulers()));
    if (Runtime.version().feature() >= 21) {
      twins.add(new PinnedCarriers());
    }
    Stage.play(args, twins.toArray(Situation[]::new));
  }
}
