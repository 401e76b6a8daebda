package io.duality.engine.weave;

import io.duality.boot.Op;
import java.util.List;
import java.util.concurrent.Exchanger;

/** {@code exchange}, behind its spins. */
final class ExchangerHook extends JdkHook {
  private static final Entry PARKS = new Entry.Parks(Op.EXCHANGE, Entry.ALWAYS);
  private static final String ITEM = "(Ljava/lang/Object;ZJ)Ljava/lang/Object;";

  ExchangerHook() {
    super(
        "java.util.concurrent.Exchanger",
        "exchange",
        new Shape(
            "17 to 21",
            List.of(
                plan("slotExchange", ITEM, Exit.EXCHANGE),
                plan("arenaExchange", ITEM, Exit.EXCHANGE))),
        new Shape(
            "22 and later",
            List.of(plan("xchg", "(Ljava/lang/Object;J)Ljava/lang/Object;", Exit.VALUE))));
  }

  private static MethodPlan plan(String name, String descriptor, Exit exit) {
    return MethodPlan.of(name, descriptor, PARKS, exit, Call.PARK, 1).and(Call.PARK_NANOS, 1);
  }

  @Override
  Trial trial() {
    Exchanger<Object> exchanger = new Exchanger<>();
    return new Trial(exchanger, () -> exchanger.exchange(this));
  }
}
