package com.acme.orders;

/** What happens to the service while its clients send requests. */
interface Story {
  /** One sentence for whoever starts it. */
  String about();

  /** Whether requests are handled on virtual threads. */
  default boolean virtualThreads() {
    return false;
  }

  /** Whether the service can still be stopped in an orderly way afterwards. */
  default boolean recovers() {
    return true;
  }

  /** Lets it happen; returns when it is over. */
  void happen(Service service, Load load) throws Exception;
}
