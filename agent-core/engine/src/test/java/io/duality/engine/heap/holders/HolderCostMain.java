package io.duality.engine.heap.holders;

import com.acme.Depot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a search costs where a million objects of the application's are reachable. By hand. */
final class HolderCostMain {
  private HolderCostMain() {}

  public static void main(String[] args) {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Map<Object, Object> each = new HashMap<>();
      for (int j = 0; j < 100; j++) {
        List<Object> few = new ArrayList<>(3);
        for (int k = 0; k < 3; k++) {
          few.add(new Depot.Wrapped(new Depot.Order()));
        }
        each.put("key" + j, few);
      }
      all.add(each);
    }
    Depot.held = all;
    System.out.println(Depot.Counter.used());
    int objects = Integer.parseInt(args[0]);
    long cpu = Long.parseLong(args[1]) * 1_000_000;
    HolderSearch search = new HolderSearch(() -> new Class<?>[] {Depot.class, Depot.Counter.class});
    for (int i = 0; i < 4; i++) {
      long begun = System.nanoTime();
      Walk walk = search.search(new HolderLimits(objects, cpu, 60_000_000_000L), () -> false);
      System.out.printf(
          "%d objects, %d ms CPU, %d ms, %s%n",
          walk.objects(),
          walk.cpuNanos() / 1_000_000,
          (System.nanoTime() - begun) / 1_000_000,
          walk.ended());
    }
  }
}
