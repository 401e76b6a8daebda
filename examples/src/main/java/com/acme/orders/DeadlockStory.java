package com.acme.orders;

/** Credit buys points while points become credit: two transfers take two locks crosswise. */
final class DeadlockStory implements Story {
  @Override
  public String about() {
    return "transfers between credit and points take two locks in opposite orders; orders go on";
  }

  @Override
  public boolean recovers() {
    return false;
  }

  @Override
  public void happen(Service service, Load load) throws Exception {
    load.add(4, "POST", "/orders");
    load.add(2, "GET", "/stock");
    load.add(4, "POST", "/credit-to-points");
    load.add(4, "POST", "/points-to-credit");
    Orders.until(() -> false, 18);
    Orders.say("the transfers hang for good, only a restart frees their threads");
  }
}
