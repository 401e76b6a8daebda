package com.acme.orders;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A job holds the stock's lock for a scan that got slow, and every order queues up behind it. */
final class StallStory implements Story {
  private final boolean virtualThreads;

  StallStory(boolean virtualThreads) {
    this.virtualThreads = virtualThreads;
  }

  @Override
  public String about() {
    return "inventory-sync recounts the stock and holds its lock for 14 s; orders wait"
        + (virtualThreads ? " on virtual threads" : "");
  }

  @Override
  public boolean virtualThreads() {
    return virtualThreads;
  }

  @Override
  public void happen(Service service, Load load) throws Exception {
    load.add(16, "POST", "/orders");
    load.add(4, "GET", "/stock");
    Future<Integer> sync = service.syncIn(4);
    int counted = sync.get(2, TimeUnit.MINUTES);
    Orders.say("inventory-sync has counted " + counted + " articles and is over");
    int answered = load.answered();
    Orders.until(() -> load.answered() > answered + 100, 20);
  }
}
