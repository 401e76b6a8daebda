package io.duality.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A class that {@link Plugins} defines again and again, under other digits. */
final class Plugin00000 {
  private final List<String> orders = new ArrayList<>();
  private long price;

  String greet(String name) {
    return "Hello, " + name.toUpperCase(Locale.ROOT) + "!";
  }

  long price(int count, long each) {
    price = 0;
    for (int i = 0; i < count; i++) {
      price += each * (i % 3 == 0 ? 2 : 1);
    }
    return price;
  }

  List<String> order(String... what) {
    for (String each : what) {
      if (!each.isBlank()) {
        orders.add(each.strip());
      }
    }
    return List.copyOf(orders);
  }

  @Override
  public String toString() {
    return "plugin with " + orders.size() + " orders of " + price;
  }
}
