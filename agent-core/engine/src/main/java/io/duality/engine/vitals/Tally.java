package io.duality.engine.vitals;

import io.duality.model.HandleSeen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Counts what belongs together, up to a number of groups; the rest only counts to the sum. */
final class Tally {
  private static final int MOST = 2_000;

  private final Map<String, Integer> groups = new HashMap<>();
  private long sum;

  void add(String group) {
    sum++;
    Integer known = groups.get(group);
    if (known != null || groups.size() < MOST) {
      groups.put(group, known == null ? 1 : known + 1);
    }
  }

  void add(String group, int count) {
    sum += count;
    groups.merge(group, count, Integer::sum);
  }

  long sum() {
    return sum;
  }

  /** The largest groups, the largest first. */
  List<HandleSeen.Group> largest(Function<String, String> madeAt) {
    List<Map.Entry<String, Integer>> entries = new ArrayList<>(groups.entrySet());
    entries.sort(
        (a, b) -> {
          int more = Integer.compare(b.getValue(), a.getValue());
          return more == 0 ? a.getKey().compareTo(b.getKey()) : more;
        });
    List<HandleSeen.Group> largest = new ArrayList<>();
    for (Map.Entry<String, Integer> entry :
        entries.subList(0, Math.min(entries.size(), HandleSeen.MOST_GROUPS))) {
      String name = entry.getKey();
      largest.add(new HandleSeen.Group(name, entry.getValue(), madeAt.apply(name)));
    }
    return largest;
  }

  HandleSeen seen(String kind, long limit) {
    return new HandleSeen(kind, sum, limit, largest(name -> null));
  }
}
