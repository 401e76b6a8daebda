package io.duality.engine.weave;

import java.util.EnumMap;
import java.util.Map;

/**
 * One line of an expectation table: a method, the blocking calls it is expected to make, and what
 * is written in front of them and of its returns.
 */
record MethodPlan(
    String name, String descriptor, Map<Call, Integer> calls, Entry entry, Exit exit) {

  static MethodPlan of(
      String name, String descriptor, Entry entry, Exit exit, Call call, int count) {
    Map<Call, Integer> calls = new EnumMap<>(Call.class);
    calls.put(call, count);
    return new MethodPlan(name, descriptor, calls, entry, exit);
  }

  /** A constructor that tells that it has made a socket. */
  static MethodPlan created(String descriptor) {
    return new MethodPlan(
        "<init>", descriptor, new EnumMap<>(Call.class), new Entry.Nothing(), Exit.CREATED);
  }

  /** The same with one more kind of call. */
  MethodPlan and(Call call, int count) {
    Map<Call, Integer> more = new EnumMap<>(calls);
    more.put(call, count);
    return new MethodPlan(name, descriptor, more, entry, exit);
  }

  int expected() {
    int sum = 0;
    for (int count : calls.values()) {
      sum += count;
    }
    return sum;
  }
}
