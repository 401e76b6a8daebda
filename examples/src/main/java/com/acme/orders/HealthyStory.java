package com.acme.orders;

/** The load of the stall without its job: nothing that anybody should be woken for. */
final class HealthyStory implements Story {
  @Override
  public String about() {
    return "the same load without the job; no bundle is expected";
  }

  @Override
  public void happen(Service service, Load load) throws Exception {
    load.add(16, "POST", "/orders");
    load.add(4, "GET", "/stock");
    Orders.until(() -> load.answered() > 3_000, 30);
  }
}
