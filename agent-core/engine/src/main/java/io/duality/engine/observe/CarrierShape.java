package io.duality.engine.observe;

/** The scheduler of virtual threads: a carrier is busy while it has a virtual thread mounted. */
final class CarrierShape extends ForkJoinShape {
  static final String NAME = "virtual-thread scheduler";

  @Override
  void workers(Object pool, Workers seen) {
    super.workers(pool, (carrier, active) -> seen.worker(carrier, Carriers.isMounted(carrier)));
  }

  @Override
  String ownName(Object pool) {
    return NAME;
  }
}
