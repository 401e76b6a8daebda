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
                new UnsampledHolder(),
                LockRing.of("transfer", 5, 3),
                new NestedMonitor(),
                EndAwaited.of("join"),
                EndAwaited.of("future"),
                SignalLost.of("latch"),
                SignalLost.of("notify"),
                SelfMade.of("stamped"),
                SelfMade.of("semaphore"),
                InitializerDeadlock.of("crosswise"),
                InitializerDeadlock.of("super"),
                new SlowInitializer(),
                new NestedTasks(),
                new CommonPoolBusy(),
                new TaskDiscarded(),
                new FullQueue()));
    if (Runtime.version().feature() >= 21) {
      twins.add(new VirtualLockDeadlock());
      twins.add(new VirtualChain());
      twins.add(VirtualMonitorDeadlock.of(false));
      twins.add(VirtualMonitorDeadlock.of(true));
    }
    Stage.play(args, twins.toArray(Situation[]::new));
  }
}
