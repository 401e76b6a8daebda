package io.duality.scenarios;

import java.util.ArrayList;
import java.util.List;

/** The healthy twins of all situations that get stuck, in one JVM. */
public final class HealthyTwins {
  private HealthyTwins() {}

  public static void main(String[] args) throws InterruptedException {
    List<Situation> twins =
        new ArrayList<>(
            List.of(
                new BusyHolder(),
                new NamedLocks(),
                new OwnLocks(),
                new FairLock(),
                new ReadHeldWriteWaits(),
                new WriteHeldReadWaits(),
                new UpgradeAlone(),
                new TwoUpgraders(),
                new PermitsGone(),
                new MissedSignal(),
                new MonitorHeld(),
                MonitorDeadlock.of(2),
                MonitorDeadlock.of(3),
                new LockDeadlock(),
                new MixedDeadlock(),
                new TimedCycle(),
                new LostOwner(),
                new ThreeLevelChain(),
                new ManyWaiters(),
                new UnsampledHolder()));
    if (Runtime.version().feature() >= 21) {
      twins.add(new VirtualLockDeadlock());
      twins.add(new VirtualChain());
    }
    Stage.play(args, twins.toArray(Situation[]::new));
  }
}
